"""The steps that the shared part itself contributes: schema and the principal's account."""

from accounts.selectors import account_by_login
from accounts.services import user_create
from kernel import tenancy
from kernel.actor import Actor, Role
from kernel.tenancy.template import school_create
from onboarding.contracts import SchoolSetup
from onboarding.models import Opening
from onboarding.registry import register_step


def schema(setup: SchoolSetup) -> None:
    """The school's role and tables. Runs before the school can be entered."""
    school_create(setup.schema_name)


def principal_account(setup: SchoolSetup) -> None:
    """The account of the first principal, with the password that the bureau was shown."""
    if account_by_login(setup.principal.login) is not None:
        return
    with tenancy.public():
        opening = Opening.objects.get(school_id=setup.school_id)
    user_create(
        actor=Actor.system(setup.schema_name),
        login=setup.principal.login,
        name=setup.principal.name,
        phone=setup.principal.phone,
        roles=[Role.PRINCIPAL],
        password_hash=opening.password_hash,
        must_change_password=opening.must_change_password,
    )


def register_own() -> None:
    """Called by the app's ready()."""
    register_step("schema", 0, "建立学校数据区", schema)
    register_step("principal_account", 10, "建立校长账号", principal_account)
