"""Entry of deploy/setup, deploy/run and deploy/test: `python deploy setup|run|test …`."""

import sys
from pathlib import Path

# Python puts this folder first in the path; the modules are named from the checkout's root (`deploy.lib…`).
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from deploy.lib.cli import main  # noqa: E402  (the path has to be set first)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
