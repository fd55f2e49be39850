"""The two schools that every test has: of two bureaus, opened by the platform's own services."""

from dataclasses import dataclass, field
from importlib.util import find_spec

from accounts.selectors import account_by_login
from accounts.services import user_create
from bureaus.selectors import bureau_by_slug, school_by_host, school_host
from bureaus.services import bureau_create, bureau_member_add
from kernel import tenancy
from kernel.actor import Actor, Role
from onboarding.services import school_open, school_run

TEST_PASSWORD = "Correct-horse-7"


@dataclass(frozen=True)
class TestSchool:
    """A ready school. `people` are signed-in actors by what they do: principal, office, homeroom,
    homeroom2, subject, leader."""

    __test__ = False

    schema_name: str
    host: str
    school_id: int
    public_id: str
    bureau_id: int
    bureau_host: str
    bureau_actor: Actor
    name: str
    people: dict[str, Actor] = field(default_factory=dict)
    logins: dict[str, str] = field(default_factory=dict)


PEOPLE: dict[str, tuple[str, frozenset[str]]] = {
    "principal": ("校长", frozenset({Role.PRINCIPAL})),
    "office": ("办公室", frozenset({Role.OFFICE})),
    "homeroom": ("班主任甲", frozenset({Role.HOMEROOM})),
    "homeroom2": ("班主任乙", frozenset({Role.HOMEROOM})),
    "subject": ("任课丙", frozenset({Role.SUBJECT})),
    "leader": ("副校长", frozenset({Role.LEADER})),
}


def provision(slug: str, name: str, bureau_slug: str, bureau_name: str) -> TestSchool:
    """Open the school, or find it as an earlier run left it."""
    system = Actor.system(None)
    bureau = bureau_by_slug(bureau_slug) or bureau_create(actor=system, name=bureau_name, slug=bureau_slug)
    with tenancy.public():
        staff = account_by_login(f"{bureau_slug}-staff")
        if staff is None:
            bureau_member_add(
                actor=system,
                bureau_id=bureau.id,
                login=f"{bureau_slug}-staff",
                name=f"{bureau_name}职员",
                password=TEST_PASSWORD,
                must_change_password=False,
            )
            staff = account_by_login(f"{bureau_slug}-staff")
    assert staff is not None
    clerk = Actor(user_id=staff.id, name=staff.name, roles=staff.roles, bureau_id=bureau.id)
    school = school_by_host(school_host(slug))
    if school is None:
        opened = school_open(
            actor=clerk,
            name=name,
            slug=slug,
            stage="primary",
            template="P01",
            principal_name=f"{name}校长",
            password=TEST_PASSWORD,
            must_change_password=False,
        )
        assert school_run(opened.school_id), "the test school could not be opened; see the log above"
        school = school_by_host(school_host(slug))
    assert school is not None
    found = TestSchool(
        schema_name=school.schema_name,
        host=school.host,
        school_id=school.id,
        public_id=str(school.public_id),
        bureau_id=bureau.id,
        bureau_host=bureau.host,
        bureau_actor=clerk,
        name=name,
    )
    with tenancy.school(school.schema_name):
        for key, (label, roles) in PEOPLE.items():
            found.people[key] = _person(found, key, f"{name}{label}", roles)
            found.logins[key] = key
    return found


def _person(school: TestSchool, key: str, name: str, roles: frozenset[str]) -> Actor:
    account = account_by_login(key)
    system = Actor.system(school.schema_name)
    if account is None:
        user_create(
            actor=system,
            login=key,
            name=name,
            roles=roles,
            password=TEST_PASSWORD,
            must_change_password=False,
        )
        account = account_by_login(key)
    assert account is not None
    return Actor(
        user_id=account.id,
        name=account.name,
        roles=account.roles,
        school=school.schema_name,
        staff_id=_staff_id(system, account.id, name),
    )


def _staff_id(system: Actor, user_id: int, name: str) -> int | None:
    if find_spec("tenants.roster.services") is None:
        return None
    from tenants.roster import services

    staff_create = getattr(services, "staff_create", None)
    if staff_create is None:
        return None
    return int(staff_create(actor=system, user_id=user_id, name=name).id)
