"""Routes of policies."""

from django.urls import path

from api.v1.policies import drafts, views

DRAFT = "policies/drafts/<int:policy_id>/"

urlpatterns = [
    path("policies/", views.PolicyListView.as_view()),
    path("policies/series/", views.PolicySeriesListView.as_view()),
    path("policies/versions/<int:policy_id>/", views.PolicyVersionView.as_view()),
    path("policies/words/", views.PolicyWordsView.as_view()),
    path("policies/sentences/", views.RuleSentenceView.as_view()),
    path("policies/drafts/", drafts.DraftListView.as_view()),
    path(DRAFT, drafts.DraftDetailView.as_view()),
    path(f"{DRAFT}changes/", drafts.DraftChangesView.as_view()),
    path(f"{DRAFT}rules/", drafts.DraftRuleListView.as_view()),
    path(f"{DRAFT}rules/<uuid:rule_id>/", drafts.DraftRuleView.as_view()),
    path(f"{DRAFT}rules/<uuid:rule_id>/decision/", drafts.DraftDecisionView.as_view()),
    path(f"{DRAFT}conflicts/<int:number>/", drafts.DraftConflictView.as_view()),
    path(f"{DRAFT}publication/", drafts.DraftPublicationView.as_view()),
]
