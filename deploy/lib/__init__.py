"""The launcher: installs, starts, watches and tests the platform. No Django in here.

Everything up to the installed `.venv` runs on a bare Python 3.11, so only the standard library is imported
at module level by `cli`, `install` and what they use.
"""
