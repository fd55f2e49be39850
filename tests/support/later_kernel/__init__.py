"""The kernel's migrations of a later version, for tests of upgrading."""
