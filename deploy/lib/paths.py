"""Where things lie in the checkout. Everything the commands install stays below ROOT."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PLATFORM = ROOT / "platform"
FRONTEND = ROOT / "frontend"
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
CACHE = ROOT / ".cache"
STAMPS = CACHE / "stamps"
DATA = ROOT / ".data"
VENV_PYTHON = VENV / "bin" / "python"
UV = TOOLS / "bin" / "uv"


def site_packages() -> Path:
    """The folder of the installed packages; raises LookupError before the first setup."""
    for folder in sorted((VENV / "lib").glob("python3*/site-packages")):
        return folder
    raise LookupError("no site-packages below .venv")
