#!/usr/bin/env python
"""Django's command line for the platform.

`platform/` and the repository's root are both source roots: this file is the one place that says
so for commands (pytest and mypy read it from pyproject.toml).
"""

import os
import sys
from pathlib import Path

PLATFORM = Path(__file__).resolve().parent


def main() -> None:
    for root in (str(PLATFORM.parent), str(PLATFORM)):
        if root not in sys.path:
            sys.path.insert(0, root)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
