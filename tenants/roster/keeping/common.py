"""What all changes to the roster share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kernel import events
from kernel.actor import Actor
from tenants.roster.contracts import RosterChanged
from tenants.roster.errors import ClassNotFound, RosterForbidden
from tenants.roster.models import Duty, Enrolment, GroupSpell, SchoolClass
from tenants.roster.selectors import KEEPS_ROSTER


def check_keeper(actor: Actor) -> None:
    """RosterForbidden unless the actor keeps the roster (principal, office) or is the system."""
    if not actor.is_system and not actor.has(*KEEPS_ROSTER):
        raise RosterForbidden


def class_or_refuse(class_id: int) -> SchoolClass:
    found = SchoolClass.objects.filter(pk=class_id).first()
    if found is None:
        raise ClassNotFound
    return found


def end_spells(spells: Iterable[Duty | Enrolment | GroupSpell], last: dt.date) -> None:
    """Ends spells on their last day; one that had not begun by then never was."""
    for spell in spells:
        if spell.start > last:
            spell.delete()
        else:
            spell.end = last
            spell.save(update_fields=["end"])


def changed() -> None:
    """Tells whoever reckons with the roster that it is no longer what it was."""
    events.publish(RosterChanged())
