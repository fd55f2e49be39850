"""Staff accounts and their duties in classes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts import services as accounts
from accounts.contracts import NewAccount
from accounts.selectors import accounts_by_id
from kernel import audit, clock
from kernel.actor import SCHOOL_ROLES, Actor, Role
from tenants.roster.contracts import NewStaff
from tenants.roster.errors import RolesForbidden, StaffExists, StaffInvalid, StaffNotFound
from tenants.roster.keeping.common import changed, check_keeper, class_or_refuse, end_spells
from tenants.roster.models import Duty, DutyKind, RosterImport, StaffMember
from tenants.roster.selectors import KEEPS_ROSTER


def staff_create(
    *,
    actor: Actor,
    name: str,
    phone: str | None = None,
    roles: Collection[str] = (),
    login: str | None = None,
    staff_no: str | None = None,
    password: str | None = None,
    password_hash: str | None = None,
    must_change_password: bool = True,
    user_id: int | None = None,
) -> NewStaff:
    """An account and its staff record. With `user_id` the record is joined to that account (which has its
    roles already), and a second call gives the same record back. Without a password a first one is made
    up and returned once. StaffInvalid, StaffExists, RolesForbidden."""
    check_keeper(actor)
    roles = set(roles)
    if user_id is None and (not roles or not roles <= SCHOOL_ROLES):
        raise StaffInvalid(fields={"roles": ["请至少选择一个角色。"]})
    if roles & set(KEEPS_ROSTER) and not actor.is_system and not actor.has(Role.PRINCIPAL):
        raise RolesForbidden
    if not (login or phone or user_id):
        raise StaffInvalid(fields={"phone": ["请填写手机号。"]})
    with transaction.atomic():
        known = StaffMember.objects.filter(user_id=user_id).first() if user_id else None
        if known is not None:
            return NewStaff(known.pk, known.user_id, known.name, login or phone or "", None)
        taken = Q(phone=phone) if phone else Q(pk=None)
        if staff_no:
            taken |= Q(staff_no=staff_no)
        if StaffMember.objects.filter(taken).exists():
            raise StaffExists
        account: NewAccount | None = None
        if user_id is None:
            account = accounts.user_create(
                actor=actor,
                login=login or phone or "",
                phone=phone,
                name=name,
                roles=sorted(roles),
                password=password,
                password_hash=password_hash,
                must_change_password=must_change_password,
            )
            user_id = account.id
        try:
            with transaction.atomic():
                staff = StaffMember.objects.create(
                    user_id=user_id,
                    name=name,
                    phone=phone or None,
                    staff_no=staff_no or None,
                    created_at=clock.now(),
                )
        except IntegrityError:
            raise StaffExists from None
        audit.record(actor=actor, action="staff.create", subject=f"staff:{staff.pk}")
        changed()
    return NewStaff(
        id=staff.pk,
        user_id=user_id,
        name=name,
        login=account.login if account else (login or phone or ""),
        first_password=account.first_password or None if account else None,
    )


def _staff(staff_id: int) -> StaffMember:
    found = StaffMember.objects.select_for_update().filter(pk=staff_id).first()
    if found is None:
        raise StaffNotFound
    return found


def staff_password_reset(*, actor: Actor, staff_id: int) -> str:
    """A new first password, told once. Only a principal may reset a principal's or the office's."""
    check_keeper(actor)
    with transaction.atomic():
        staff = _staff(staff_id)
        account = accounts_by_id([staff.user_id]).get(staff.user_id)
        if account is None:
            raise StaffNotFound
        if account.roles & set(KEEPS_ROSTER) and not (
            actor.has(Role.PRINCIPAL) or actor.user_id == account.id
        ):
            raise RolesForbidden
        fresh = accounts.password_reset(actor=actor, user_id=staff.user_id)
        audit.record(actor=actor, action="staff.password_reset", subject=f"staff:{staff_id}")
    return fresh.first_password


def duty_assign(
    *,
    actor: Actor,
    staff_id: int,
    class_id: int,
    kind: str,
    subject: str = "",
    start: dt.date | None = None,
) -> None:
    """Gives a duty from `start` (today); no change when it is held already. A class may have several
    homeroom teachers this way; `homeroom_change` hands it over."""
    check_keeper(actor)
    with transaction.atomic():
        staff, school_class = _staff(staff_id), class_or_refuse(class_id)
        _, made = Duty.objects.get_or_create(
            staff=staff,
            school_class=school_class,
            kind=DutyKind(kind).value,
            subject="" if kind == DutyKind.HOMEROOM else subject,
            end=None,
            defaults={"start": start or clock.today()},
        )
        if made:
            audit.record(
                actor=actor,
                action="duty.assign",
                subject=f"staff:{staff_id}",
                detail={"class": class_id, "kind": kind},
            )
            changed()


def duty_end(*, actor: Actor, staff_id: int, class_id: int, kind: str, on: dt.date | None = None) -> None:
    """Ends the person's duties of that kind in the class; `on` (today) is their last day."""
    check_keeper(actor)
    with transaction.atomic():
        spells = list(Duty.objects.filter(staff_id=staff_id, school_class_id=class_id, kind=kind, end=None))
        if spells:
            end_spells(spells, on or clock.today())
            audit.record(
                actor=actor,
                action="duty.end",
                subject=f"staff:{staff_id}",
                detail={"class": class_id, "kind": kind},
            )
            changed()


def homeroom_change(*, actor: Actor, class_id: int, staff_id: int, on: dt.date | None = None) -> None:
    """The class has this homeroom teacher, and no other, from `on` (today). The account gets the role."""
    check_keeper(actor)
    on = on or clock.today()
    with transaction.atomic():
        class_or_refuse(class_id)
        staff = _staff(staff_id)
        if not staff.active:
            raise StaffNotFound
        account = accounts_by_id([staff.user_id]).get(staff.user_id)
        if account is not None and Role.HOMEROOM not in account.roles:
            roles = {*account.roles, Role.HOMEROOM}
            accounts.user_update(actor=actor, user_id=staff.user_id, roles=roles)
        spells = Duty.objects.select_for_update().filter(
            school_class_id=class_id, kind=DutyKind.HOMEROOM, end=None
        )
        end_spells(spells.exclude(staff_id=staff_id), on - dt.timedelta(days=1))
        duty_assign(actor=actor, staff_id=staff_id, class_id=class_id, kind=DutyKind.HOMEROOM, start=on)


def staff_leave(*, actor: Actor, staff_id: int, on: dt.date | None = None) -> None:
    """The person's last day is `on` (today): duties end, the account closes, what was written stays."""
    check_keeper(actor)
    with transaction.atomic():
        staff = _staff(staff_id)
        if not staff.active:
            return
        end_spells(Duty.objects.filter(staff=staff, end=None), on or clock.today())
        accounts.user_update(actor=actor, user_id=staff.user_id, is_active=False)
        staff.active = False
        staff.save(update_fields=["active"])
        audit.record(actor=actor, action="staff.leave", subject=f"staff:{staff_id}")
        changed()


def staff_erase(*, actor: Actor, staff_id: int) -> None:
    """Removes the person; the nameless row stays for the notes that point at it."""
    check_keeper(actor)
    with transaction.atomic():
        staff = StaffMember.objects.select_for_update().filter(pk=staff_id).first()
        if staff is None:
            return
        staff_leave(actor=actor, staff_id=staff_id)
        accounts.user_erase(actor=actor, user_id=staff.user_id)
        StaffMember.objects.filter(pk=staff_id).update(name="已注销", phone=None, staff_no=None)
        RosterImport.objects.exclude(first_passwords="").update(first_passwords="")
        audit.record(actor=actor, action="staff.erase", subject=f"staff:{staff_id}")
