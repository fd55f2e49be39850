"""What gunicorn serves: `settings.wsgi:application`."""

import os
import sys
from pathlib import Path

_PLATFORM = Path(__file__).resolve().parent.parent
for _root in (str(_PLATFORM.parent), str(_PLATFORM)):
    if _root not in sys.path:
        sys.path.insert(0, _root)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.prod")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
