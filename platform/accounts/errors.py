"""What can go wrong when signing in and with accounts."""

from kernel.errors import Conflict, Forbidden, Invalid, Locked, NotFound, Unauthenticated


class WrongCredentials(Unauthenticated):
    code = "account.wrong_credentials"
    message = "登录名或密码不对，请核对后再试；忘记密码请联系本校办公室重置。"


class TooManyAttempts(Locked):
    code = "account.too_many_attempts"
    message = "密码输错次数过多，请 15 分钟后再试；忘记密码请联系本校办公室重置。"


class PasswordChangeRequired(Forbidden):
    code = "account.password_change_required"
    message = "首次登录请先修改密码，改好后即可使用。"


class OldPasswordWrong(Invalid):
    code = "account.old_password_wrong"
    message = "原密码不对，请重新输入。"


class WeakPassword(Invalid):
    code = "account.weak_password"
    message = "新密码不够安全，请按提示换一个。"


class LoginTaken(Conflict):
    code = "account.login_taken"
    message = "这个登录名已有人使用，请换一个。"


class PhoneTaken(Conflict):
    code = "account.phone_taken"
    message = "这个手机号已登记在另一个账号上，请核对手机号。"


class AccountNotFound(NotFound):
    code = "account.not_found"
    message = "找不到这个账号。"
