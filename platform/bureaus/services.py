"""Writing bureaus, schools' records, hosts and the calendar. All in the shared schema."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from accounts.contracts import NewAccount
from accounts.services import user_create
from bureaus.contracts import BureauInfo, Calendar, SchoolInfo, SchoolState, Stage
from bureaus.errors import (
    BureauNotFound,
    CalendarChanged,
    CalendarInvalid,
    FloorInvalid,
    NameTaken,
    SchoolInvalid,
    SchoolNotFound,
    SlugTaken,
)
from bureaus.models import Bureau, BureauMember, Domain, Holiday, MakeUpDay, School, SchoolYear, Term
from bureaus.rules import (
    FLOOR_MOST,
    calendar_faults,
    calendar_version,
    school_year_key,
    slug_fits,
    usual_calendar,
)
from bureaus.selectors import (
    bureau_get_for,
    bureau_info,
    calendar_of_bureau,
    school_host,
    school_info,
)
from kernel import audit, clock, tenancy
from kernel.actor import Actor, Role


def bureau_create(*, actor: Actor, name: str, slug: str, floor_per_year: int = 1) -> BureauInfo:
    """Make a bureau with the usual calendar for last, this and next school year. The same slug again
    returns what is there."""
    if not slug_fits(slug):
        raise SchoolInvalid(fields={"slug": ["网址简称只能用小写字母、数字和连字符，且不能用保留字。"]})
    with tenancy.public(), transaction.atomic():
        found = Bureau.objects.filter(slug=slug).first()
        if found is not None:
            return bureau_info(found)
        _slug_free_or_raise(slug)
        bureau = Bureau.objects.create(
            name=name, slug=slug, domain=school_host(slug), floor_per_year=floor_per_year
        )
        audit.record(actor=actor, action="bureau.create", subject=f"bureau:{bureau.pk}")
        year = school_year_key(clock.today())
        calendar_save(actor=actor, bureau_id=bureau.pk, calendar=usual_calendar(year - 1, year + 1))
    return bureau_info(bureau)


def bureau_member_add(
    *,
    actor: Actor,
    bureau_id: int,
    login: str,
    name: str,
    phone: str | None = None,
    password: str | None = None,
    must_change_password: bool = True,
) -> NewAccount:
    """An account for a member of a bureau's staff."""
    with tenancy.public(), transaction.atomic():
        if not Bureau.objects.filter(pk=bureau_id).exists():
            raise BureauNotFound
        account = user_create(
            actor=actor,
            login=login,
            name=name,
            roles=[Role.BUREAU],
            phone=phone,
            password=password,
            must_change_password=must_change_password,
        )
        BureauMember.objects.create(user_id=account.id, bureau_id=bureau_id)
    return account


def floor_set(*, actor: Actor, per_year: int) -> BureauInfo:
    """How often every student of the actor's bureau is visited at least in a school year, 0 to FLOOR_MOST; 0
    asks nothing. The same number again changes nothing."""
    if not actor.has(Role.BUREAU) or actor.bureau_id is None or actor.school is not None:
        raise BureauNotFound
    if not 0 <= per_year <= FLOOR_MOST:
        raise FloorInvalid(fields={"per_year": [FloorInvalid.message]})
    with tenancy.public(), transaction.atomic():
        bureau = Bureau.objects.select_for_update().get(pk=actor.bureau_id)
        if bureau.floor_per_year != per_year:
            audit.record(
                actor=actor,
                action="bureau.floor",
                subject=f"bureau:{bureau.pk}",
                detail={"from": bureau.floor_per_year, "to": per_year},
            )
            bureau.floor_per_year = per_year
            bureau.save(update_fields=["floor_per_year"])
    return bureau_info(bureau)


def calendar_save(*, actor: Actor, bureau_id: int, calendar: Calendar) -> None:
    """Store years, terms and holidays by their keys; what has another key stays."""
    with tenancy.public(), transaction.atomic():
        for year in calendar.years:
            row, _ = SchoolYear.objects.update_or_create(
                bureau_id=bureau_id,
                key=year.key,
                defaults={"start_date": year.start, "end_date": year.end},
            )
            for term in (t for t in calendar.terms if t.year == year.key):
                Term.objects.update_or_create(
                    year=row,
                    key=term.key,
                    defaults={"name": term.name, "start_date": term.start, "end_date": term.end},
                )
        for holiday in calendar.holidays:
            Holiday.objects.update_or_create(
                bureau_id=bureau_id,
                key=holiday.key,
                defaults={"name": holiday.name, "start_date": holiday.start, "end_date": holiday.end},
            )
        for day in calendar.make_up_days:
            MakeUpDay.objects.update_or_create(
                bureau_id=bureau_id, date=day.date, defaults={"name": day.name}
            )
        audit.record(actor=actor, action="calendar.save", subject=f"bureau:{bureau_id}")


def calendar_replace(*, actor: Actor, calendar: Calendar, version: str | None = None) -> Calendar:
    """The whole calendar of the actor's bureau, as it is to be from now on: what is not in it goes. All
    schools of the bureau count by it at once. `version` is the mark of what the writer has seen
    (`rules.calendar_version`), None where nobody looked. The same again changes nothing. BureauNotFound,
    CalendarInvalid, CalendarChanged."""
    with tenancy.public(), transaction.atomic():
        bureau_id = bureau_get_for(actor=actor).id
        Bureau.objects.select_for_update().get(pk=bureau_id)
        faults = calendar_faults(calendar)
        if faults:
            raise CalendarInvalid(fields=faults)
        before = calendar_of_bureau(bureau_id)
        if _in_order(calendar) == before:
            return before
        if version not in (None, calendar_version(before)):
            raise CalendarChanged
        _calendar_prune(bureau_id, calendar)
        calendar_save(actor=actor, bureau_id=bureau_id, calendar=calendar)
    return calendar_of_bureau(bureau_id)


def _calendar_prune(bureau_id: int, calendar: Calendar) -> None:
    """Take out what the calendar no longer holds. A term that moved to another year is made anew."""
    years = {term.key: term.year for term in calendar.terms}
    for row in Term.objects.filter(year__bureau_id=bureau_id).select_related("year"):
        if years.get(row.key) != row.year.key:
            row.delete()
    own = {"bureau_id": bureau_id}
    SchoolYear.objects.filter(**own).exclude(key__in=[one.key for one in calendar.years]).delete()
    Holiday.objects.filter(**own).exclude(key__in=[one.key for one in calendar.holidays]).delete()
    MakeUpDay.objects.filter(**own).exclude(date__in=[one.date for one in calendar.make_up_days]).delete()


def _in_order(calendar: Calendar) -> Calendar:
    return Calendar(
        years=tuple(sorted(calendar.years, key=lambda one: one.start)),
        terms=tuple(sorted(calendar.terms, key=lambda one: one.start)),
        holidays=tuple(sorted(calendar.holidays, key=lambda one: (one.start, one.key))),
        make_up_days=tuple(sorted(calendar.make_up_days, key=lambda one: one.date)),
    )


def school_register(
    *, actor: Actor, bureau_id: int, schema_name: str, name: str, slug: str, stage: str, template: str
) -> SchoolInfo:
    """Note a school that is to be opened, with its host. SchoolInvalid, SlugTaken, NameTaken."""
    name, slug = name.strip(), slug.strip().lower()
    problems: dict[str, list[str]] = {}
    if not name:
        problems["name"] = ["请填写学校名称。"]
    if not slug_fits(slug):
        problems["slug"] = ["网址简称只能用小写字母、数字和连字符，且不能用保留字。"]
    if stage not in set(Stage):
        problems["stage"] = ["请选择学段。"]
    if problems:
        raise SchoolInvalid(fields=problems)
    try:
        with tenancy.public(), transaction.atomic():
            # One order of a bureau after the other: of two with one name the second is told so.
            Bureau.objects.select_for_update().filter(pk=bureau_id).first()
            _slug_free_or_raise(slug)
            if School.objects.filter(bureau_id=bureau_id, name=name).exists():
                raise NameTaken(fields={"name": [NameTaken.message]})
            school = School(
                schema_name=schema_name,
                bureau_id=bureau_id,
                name=name,
                slug=slug,
                stage=stage,
                template=template,
                created_at=clock.now(),
            )
            school.save()
            Domain.objects.create(tenant=school, domain=school_host(slug), is_primary=True)
            audit.record(actor=actor, action="school.register", subject=f"school:{school.pk}")
    except IntegrityError as error:  # two bureaus at the same moment: the constraint decides
        raise SlugTaken(fields={"slug": [SlugTaken.message]}) from error
    return school_info(school)


def school_progress(*, school_id: int, state: str, progress: int, problem: str = "") -> None:
    """How far the opening has come. `progress` in percent."""
    with tenancy.public():
        changed = School.objects.filter(pk=school_id).update(
            state=SchoolState(state), progress=progress, problem=problem[:300]
        )
    if not changed:
        raise SchoolNotFound


def school_activity(*, schema_names: Iterable[str], day: date) -> None:
    """Note that something was done in these schools on `day`, for the bureau's list."""
    with tenancy.public():
        School.objects.filter(schema_name__in=list(schema_names)).exclude(last_activity__gte=day).update(
            last_activity=day
        )


def _slug_free_or_raise(slug: str) -> None:
    host = school_host(slug)
    taken = (
        School.objects.filter(slug=slug).exists()
        or Bureau.objects.filter(domain=host).exists()
        or Domain.objects.filter(domain=host).exists()
    )
    if taken:
        raise SlugTaken(fields={"slug": [SlugTaken.message]})
