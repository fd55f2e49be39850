"""Making, changing and erasing accounts."""

import pytest

from accounts import rules, selectors, services
from accounts.errors import AccountNotFound, LoginTaken, PhoneTaken
from accounts.models import ApiToken, User
from kernel import audit
from kernel.actor import Actor
from tests.support.schools import TestSchool


@pytest.fixture
def office(in_alpha: TestSchool) -> Actor:
    return in_alpha.people["office"]


def make(actor: Actor, login: str = "li.ming", phone: str | None = "138-0000-0009") -> int:
    return services.user_create(actor=actor, login=login, name=" 李明 ", roles=["homeroom"], phone=phone).id


def test_a_new_account_is_normalised_and_must_change_its_password(office: Actor) -> None:
    made = services.user_create(actor=office, login=" Li.Ming ", name=" 李明 ", roles=["subject", "homeroom"])

    user = User.objects.get(pk=made.id)
    assert (user.login, user.name, user.roles, user.must_change_password) == (
        "li.ming",
        "李明",
        ["homeroom", "subject"],
        True,
    )
    assert user.check_password(made.first_password)
    assert made.first_password not in user.password
    assert audit.actions(subject=f"account:{made.id}") == ["account.create"]


@pytest.mark.parametrize(
    ("login", "phone", "error"),
    [("LI.MING", None, LoginTaken), ("other", "+86 138 0000 0009", PhoneTaken)],
)
def test_login_and_phone_belong_to_one_account(
    office: Actor, login: str, phone: str | None, error: type[Exception]
) -> None:
    make(office)
    before = User.objects.count()

    with pytest.raises(error):
        make(office, login, phone)

    assert User.objects.count() == before


def test_an_update_that_changes_nothing_writes_nothing(office: Actor) -> None:
    user_id = make(office)

    assert services.user_update(actor=office, user_id=user_id, name="李明", phone="13800000009") is False
    assert services.user_update(actor=office, user_id=user_id, name="李小明", roles=["leader"]) is True

    assert audit.actions(subject=f"account:{user_id}") == ["account.create", "account.update"]
    found = selectors.account_get(user_id)
    assert found is not None
    assert (found.name, found.phone, found.roles) == ("李小明", "13800000009", frozenset({"leader"}))


def test_a_phone_of_somebody_else_is_refused_in_an_update(office: Actor) -> None:
    make(office)
    other = make(office, "other", None)

    with pytest.raises(PhoneTaken):
        services.user_update(actor=office, user_id=other, phone="13800000009")

    assert User.objects.get(pk=other).phone is None


def test_deactivating_ends_the_tokens(office: Actor) -> None:
    user_id = make(office)
    services.token_issue(user_id=user_id, host="alpha.localhost")

    services.user_update(actor=office, user_id=user_id, is_active=False)

    assert not ApiToken.objects.filter(user_id=user_id).exists()
    assert selectors.account_get(user_id) is None


def test_a_reset_gives_a_first_password_and_ends_tokens(office: Actor) -> None:
    user_id = make(office)
    services.token_issue(user_id=user_id, host="alpha.localhost")
    before = selectors.accounts_by_id([user_id])[user_id].session_hash

    made = services.password_reset(actor=office, user_id=user_id)

    user = User.objects.get(pk=user_id)
    assert user.check_password(made.first_password)
    assert user.must_change_password is True
    assert not ApiToken.objects.filter(user_id=user_id).exists()
    assert selectors.accounts_by_id([user_id])[user_id].session_hash != before


def test_erasing_leaves_a_number_and_no_person(office: Actor) -> None:
    user_id = make(office)

    services.user_erase(actor=office, user_id=user_id)
    services.user_erase(actor=office, user_id=999_999)

    user = User.objects.get(pk=user_id)
    assert (user.login, user.phone, user.name, user.is_active, user.roles) == (
        f"erased-{user_id}",
        None,
        "已注销",
        False,
        [],
    )
    assert not user.has_usable_password()


def test_an_account_of_another_school_is_not_found_here(office: Actor, beta: TestSchool) -> None:
    with pytest.raises(AccountNotFound):
        services.password_reset(actor=office, user_id=987_654)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("138 0000 0009", "13800000009"), ("+86-13800000009", "13800000009"), ("", None), (None, None)],
)
def test_phones_are_digits(typed: str | None, stored: str | None) -> None:
    assert rules.phone_normal(typed) == stored


def test_first_passwords_avoid_characters_that_are_mistaken() -> None:
    found = {rules.first_password() for _ in range(200)}

    assert len(found) == 200
    assert not set("".join(found)) & set("01loi")
    assert {len(p) for p in found} == {10}
