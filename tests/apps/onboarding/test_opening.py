"""Opening a school: by steps, once each, again where it broke."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password

from accounts.models import User
from bureaus.selectors import school_by_id
from kernel import audit, tenancy
from kernel.actor import Actor, Role
from kernel.errors import Forbidden
from kernel.locks import try_lock
from kernel.models import OutboxMessage
from onboarding import registry
from onboarding.contracts import Opened, SchoolSetup
from onboarding.errors import TemplateUnknown
from onboarding.models import Opening
from onboarding.selectors import steps_left
from onboarding.services import opening_erase, register_step, school_open, school_run
from tenants.roster.models import StaffMember
from tests.support.clients import SchoolClient
from tests.support.schools import TEST_PASSWORD, TestSchool


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str | None, SchoolSetup]]:
    """A step that writes down where it ran."""
    seen: list[tuple[str | None, SchoolSetup]] = []
    monkeypatch.setattr(registry, "_steps", dict(registry._steps))
    register_step("probe", 99, "测试步骤", lambda setup: seen.append((tenancy.current(), setup)))
    return seen


def open_gamma(actor: Actor, **change: Any) -> Opened:
    order = {
        "name": "丙小学",
        "slug": "gamma",
        "stage": "primary",
        "template": "P01",
        "principal_name": "丁校长",
        "principal_phone": "139 0000 0001",
    }
    return school_open(actor=actor, **{**order, **change})


def test_steps_run_inside_the_school_and_know_the_principal(
    alpha: TestSchool, probe: list[tuple[str | None, SchoolSetup]]
) -> None:
    opened = open_gamma(alpha.bureau_actor)

    assert school_run(opened.school_id) is True

    school = school_by_id(opened.school_id)
    ((place, setup),) = probe
    assert place == school.schema_name
    assert (setup.bureau_id, setup.stage, setup.template) == (alpha.bureau_id, "primary", "P01")
    with tenancy.school(school.schema_name):
        principal = User.objects.get(login="principal")
    assert (setup.principal.user_id, setup.principal.name) == (principal.pk, "丁校长")
    assert (principal.phone, principal.roles, principal.must_change_password) == (
        "13900000001",
        ["principal"],
        True,
    )
    assert check_password(opened.first_password, principal.password)


def test_a_ready_school_leaves_nothing_of_the_person_in_the_shared_schema(alpha: TestSchool) -> None:
    opened = open_gamma(alpha.bureau_actor)
    with tenancy.public():
        assert Opening.objects.get(school_id=opened.school_id).principal_name == "丁校长"

    school_run(opened.school_id)

    with tenancy.public():
        opening = Opening.objects.get(school_id=opened.school_id)
        assert audit.actions(subject=f"school:{opened.school_id}") == ["school.register", "school.ready"]
        message = OutboxMessage.objects.get(key=f"onboarding.open:{opened.school_id}")
    assert (
        opening.principal_name,
        opening.principal_phone,
        opening.principal_login,
        opening.password_hash,
    ) == ("", "", "", "")
    assert message.settled_at is not None
    assert "13900000001" not in str(message.payload)


def test_erasing_an_order_that_never_came_to_an_end_is_written_down_once(alpha: TestSchool) -> None:
    opened = open_gamma(alpha.bureau_actor)

    for _ in range(2):
        opening_erase(actor=alpha.bureau_actor, school_id=opened.school_id)

    with tenancy.public():
        opening = Opening.objects.get(school_id=opened.school_id)
        assert audit.actions(subject=f"opening:{opened.school_id}") == ["opening.erase"]
    assert opening.principal_name == opening.principal_phone == opening.password_hash == ""


def test_the_first_principal_has_a_staff_record_and_can_use_the_school(alpha: TestSchool) -> None:
    opened = open_gamma(alpha.bureau_actor, password=TEST_PASSWORD, must_change_password=False)
    assert school_run(opened.school_id) is True

    school = school_by_id(opened.school_id)
    with tenancy.school(school.schema_name):
        (record,) = StaffMember.objects.all()
        principal = User.objects.get(login="principal")
    assert (record.user_id, record.name, record.phone) == (principal.pk, "丁校长", "13900000001")
    client = SchoolClient(school.host)
    sent = client.post("/api/v1/tokens/", {"login": "13900000001", "password": TEST_PASSWORD})
    client = SchoolClient(school.host, sent.json()["token"])
    assert client.get("/api/v1/me/").json()["staff_id"] == record.pk
    (listed,) = client.get("/api/v1/staff/").json()["results"]
    assert (listed["id"], listed["name"], listed["roles"]) == (record.pk, "丁校长", ["principal"])


def test_running_again_changes_nothing(
    alpha: TestSchool, probe: list[tuple[str | None, SchoolSetup]]
) -> None:
    opened = open_gamma(alpha.bureau_actor)

    assert [school_run(opened.school_id), school_run(opened.school_id)] == [True, True]

    assert len(probe) == 1
    with tenancy.school(school_by_id(opened.school_id).schema_name):
        assert User.objects.count() == 1


def failing(times: int) -> Callable[[SchoolSetup], None]:
    left = [times]

    def step(setup: SchoolSetup) -> None:
        User.objects.filter(login="principal").update(name="halb")
        if left[0]:
            left[0] -= 1
            raise ValueError("internal detail 42")

    return step


def test_a_broken_step_is_told_in_plain_words_and_tried_again(
    alpha: TestSchool, probe: list[tuple[str | None, SchoolSetup]]
) -> None:
    register_step("breaks", 50, "导入样例", failing(1))
    opened = open_gamma(alpha.bureau_actor)

    assert school_run(opened.school_id) is False

    school = school_by_id(opened.school_id)
    assert school.state == "failed"
    assert school.problem == "“导入样例”没有完成：系统暂时出错，请稍后重试。"
    assert 0 < school.progress < 100
    assert (len(probe), steps_left(opened.school_id)) == (0, ["导入样例", "测试步骤"])
    with tenancy.school(school.schema_name):
        assert User.objects.get(login="principal").name == "丁校长", "the step's own writes are taken back"

    assert school_run(opened.school_id) is True
    assert (school_by_id(opened.school_id).problem, len(probe)) == ("", 1)


def test_a_second_worker_steps_back(alpha: TestSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = open_gamma(alpha.bureau_actor)
    # The lock belongs to a session; another worker's is played by one that is not given.
    monkeypatch.setattr("onboarding.services.try_lock", lambda _name: _refused())

    assert school_run(opened.school_id) is False

    assert school_by_id(opened.school_id).state == "queued"


def _refused() -> Any:
    from contextlib import nullcontext

    return nullcontext(False)


def test_a_lock_is_given_and_taken_back(alpha: TestSchool) -> None:
    with tenancy.public(), try_lock("x") as mine:
        assert mine is True


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.OFFICE])
def test_only_a_bureaus_member_opens_schools(alpha: TestSchool, role: Role) -> None:
    actor = Actor(user_id=1, name="x", roles=frozenset({role}), bureau_id=alpha.bureau_id)

    with pytest.raises(Forbidden):
        open_gamma(actor)


def test_an_unknown_template_is_refused_before_anything_is_stored(alpha: TestSchool) -> None:
    registry.register_template_check(_only_p01)
    try:
        with pytest.raises(TemplateUnknown):
            open_gamma(alpha.bureau_actor, template="P99")
    finally:
        registry._template_check.remove(_only_p01)

    with tenancy.public():
        assert not Opening.objects.filter(school__slug="gamma").exists()


def _only_p01(template: str, stage: str) -> bool:
    return template == "P01"
