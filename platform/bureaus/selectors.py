"""Reading bureaus, schools, hosts and the calendar. Everything here enters the shared schema by
itself, so that it can be asked from within a school."""

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from bureaus.contracts import (
    BureauInfo,
    Calendar,
    Entrance,
    HolidaySpan,
    HostInfo,
    MakeUpDay,
    SchoolInfo,
    SchoolState,
    TermSpan,
    YearSpan,
)
from bureaus.errors import BureauNotFound, SchoolNotFound
from bureaus.models import Bureau, BureauMember, Domain, Holiday, School, SchoolYear, Term
from bureaus.models import MakeUpDay as MakeUpDayRow
from bureaus.rules import host_normal
from kernel import tenancy
from kernel.actor import Actor, Role

PORTAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


def url_of(host: str) -> str:
    """The address a browser opens for a host of ours."""
    port = f":{settings.JIAFANG_PORT}" if settings.JIAFANG_PORT else ""
    return f"{settings.JIAFANG_SCHEME}://{host}{port}"


def school_host(slug: str) -> str:
    """The host of a school or bureau with this slug."""
    return f"{slug}.{settings.JIAFANG_DOMAIN}"


def bureau_info(bureau: Bureau) -> BureauInfo:
    """The bureau as others see it."""
    return BureauInfo(
        id=bureau.pk,
        name=bureau.name,
        slug=bureau.slug,
        host=bureau.domain,
        floor_per_year=bureau.floor_per_year,
    )


def school_info(school: School) -> SchoolInfo:
    """The school as others see it."""
    return SchoolInfo(
        id=school.pk,
        public_id=school.public_id,
        schema_name=school.schema_name,
        bureau_id=school.bureau_id,
        name=school.name,
        slug=school.slug,
        stage=school.stage,
        template=school.template,
        state=school.state,
        progress=school.progress,
        problem=school.problem,
        host=school_host(school.slug),
        created_at=school.created_at,
        last_activity=school.last_activity,
    )


def host_find(host: str) -> HostInfo | None:
    """Whom this host belongs to; None for a host that is nobody's. A school that is not ready yet
    has no host."""
    host = host_normal(host)
    if host in PORTAL_HOSTS or host == settings.JIAFANG_DOMAIN:
        return HostInfo(kind="portal", host=host, name="家访")
    with tenancy.public():
        bureau = Bureau.objects.filter(domain=host).first()
        if bureau is not None:
            return HostInfo(kind="bureau", host=host, name=bureau.name, bureau=bureau_info(bureau))
        domain = Domain.objects.select_related("tenant").filter(domain=host).first()
    if domain is None or domain.tenant.state != SchoolState.READY:
        return None
    return HostInfo(kind="school", host=host, name=domain.tenant.name, school=school_info(domain.tenant))


def school_by_host(host: str) -> SchoolInfo | None:
    """The ready school behind a host."""
    found = host_find(host)
    return found.school if found else None


def school_get(*, schema_name: str) -> SchoolInfo:
    """The school whose schema this is."""
    with tenancy.public():
        school = School.objects.filter(schema_name=schema_name).first()
    if school is None:
        raise SchoolNotFound
    return school_info(school)


def school_by_id(school_id: int) -> SchoolInfo:
    """The school with this internal id, for tasks."""
    with tenancy.public():
        school = School.objects.filter(pk=school_id).first()
    if school is None:
        raise SchoolNotFound
    return school_info(school)


def current_school() -> SchoolInfo:
    """The school in which the caller stands."""
    return school_get(schema_name=tenancy.require_school())


def school_list_for(*, actor: Actor) -> QuerySet[School]:
    """The schools that this bureau's staff member may see: those of the own bureau. For paging; use
    school_info on the rows. Evaluate it in the shared schema."""
    if not actor.has(Role.BUREAU) or actor.bureau_id is None or actor.school is not None:
        none: QuerySet[School] = School.objects.none()
        return none
    own: QuerySet[School] = School.objects.filter(bureau_id=actor.bureau_id)
    return own


def ready_schools(*, bureau_id: int) -> list[SchoolInfo]:
    """The bureau's schools that are open, by name. No rights: for commands."""
    with tenancy.public():
        rows = School.objects.filter(bureau_id=bureau_id, state=SchoolState.READY).order_by("name", "pk")
        return [school_info(row) for row in rows]


def school_get_for(*, actor: Actor, public_id: UUID) -> SchoolInfo:
    """One school of the actor's bureau; SchoolNotFound for every other."""
    with tenancy.public():
        school = school_list_for(actor=actor).filter(public_id=public_id).first()
    if school is None:
        raise SchoolNotFound
    return school_info(school)


def bureau_get_for(*, actor: Actor) -> BureauInfo:
    """The bureau that this staff member works for. BureauNotFound for anybody else."""
    if not actor.has(Role.BUREAU) or actor.bureau_id is None or actor.school is not None:
        raise BureauNotFound
    return bureau_get(actor.bureau_id)


def bureau_get(bureau_id: int) -> BureauInfo:
    """A bureau by its id."""
    with tenancy.public():
        bureau = Bureau.objects.filter(pk=bureau_id).first()
    if bureau is None:
        raise BureauNotFound
    return bureau_info(bureau)


def bureau_by_slug(slug: str) -> BureauInfo | None:
    """A bureau by its slug."""
    with tenancy.public():
        bureau = Bureau.objects.filter(slug=slug).first()
    return bureau_info(bureau) if bureau else None


def bureau_id_of(user_id: int) -> int | None:
    """The bureau that a user of the shared schema works for."""
    with tenancy.public():
        return BureauMember.objects.filter(user_id=user_id).values_list("bureau_id", flat=True).first()


def entrance_list(search: str = "") -> list[Entrance]:
    """Bureaus and ready schools for the bare host's page, by name. Names are public; nothing else is."""
    return list(_entrances(search.strip()))


def _entrances(search: str) -> Iterator[Entrance]:
    with tenancy.public():
        for bureau in Bureau.objects.filter(name__icontains=search).order_by("name", "pk"):
            yield Entrance("bureau", bureau.name, bureau.domain)
        fits = Q(name__icontains=search) | Q(slug__icontains=search)
        for school in School.objects.filter(fits, state=SchoolState.READY).order_by("name", "pk"):
            yield Entrance("school", school.name, school_host(school.slug))


def calendar_of_bureau(bureau_id: int) -> Calendar:
    """The bureau's calendar."""
    with tenancy.public():
        years = SchoolYear.objects.filter(bureau_id=bureau_id).order_by("start_date")
        terms = Term.objects.filter(year__bureau_id=bureau_id).select_related("year").order_by("start_date")
        holidays = Holiday.objects.filter(bureau_id=bureau_id).order_by("start_date", "key")
        made_up = MakeUpDayRow.objects.filter(bureau_id=bureau_id).order_by("date")
        return Calendar(
            years=tuple(YearSpan(y.key, y.start_date, y.end_date) for y in years),
            terms=tuple(TermSpan(t.key, t.year.key, t.name, t.start_date, t.end_date) for t in terms),
            holidays=tuple(HolidaySpan(h.key, h.name, h.start_date, h.end_date) for h in holidays),
            make_up_days=tuple(MakeUpDay(row.date, row.name) for row in made_up),
        )


def calendar_for(*, actor: Actor) -> Calendar:
    """The calendar of the bureau that the actor works for. BureauNotFound for everybody else."""
    return calendar_of_bureau(bureau_get_for(actor=actor).id)


def calendar_for_school(schema_name: str) -> Calendar:
    """The calendar that holds for a school: its bureau's. May be asked from within the school."""
    return calendar_of_bureau(school_get(schema_name=schema_name).bureau_id)
