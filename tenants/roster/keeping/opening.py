"""The roster's part in opening a school."""

from __future__ import annotations

from kernel.actor import Actor
from onboarding.contracts import SchoolSetup
from tenants.roster.keeping.staff import staff_create


def principal_record(setup: SchoolSetup) -> None:
    """The first principal's staff record, joined to the account that stands already. Again: no change."""
    principal = setup.principal
    staff_create(
        actor=Actor.system(setup.schema_name),
        user_id=principal.user_id,
        name=principal.name,
        phone=principal.phone,
        login=principal.login,
        roles=["principal"],
    )
