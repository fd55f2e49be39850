"""Changes to the roster by hand. Callers go through tenants.roster.services."""
