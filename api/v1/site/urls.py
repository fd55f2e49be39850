from django.urls import path

from api.v1.site.views import SiteView

urlpatterns = [path("site/", SiteView.as_view())]
