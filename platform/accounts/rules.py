"""Pure rules about logins, phones and passwords."""

import re
import secrets

# Without the characters that are mistaken for each other on paper (0 o, 1 l i).
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"


def login_normal(login: str) -> str:
    """A login as it is stored: no outer spaces, lower case."""
    return login.strip().lower()


def phone_normal(phone: str | None) -> str | None:
    """A mainland mobile number as 11 digits where possible; None when empty. Other numbers keep
    their digits."""
    digits = re.sub(r"[^\d]", "", phone or "")
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    return digits or None


def first_password() -> str:
    """A random first password that can be read out: six letters and four digits (about 40 bits; it
    must be changed at the first sign-in and guessing is locked out)."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(6))
    return letters + "".join(secrets.choice(_DIGITS) for _ in range(4))
