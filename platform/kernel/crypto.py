"""Encryption of single fields and blind indexes, with keys derived for each school.

A value that is copied into another school's schema cannot be read there. Keys come from
JIAFANG_FIELD_KEY; losing it loses the encrypted fields.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from kernel import tenancy

_VERSION = "1:"


@lru_cache(maxsize=4096)
def _key(master: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(master.encode())


def encrypt(value: str) -> str:
    """AES-256-GCM under the school's key, as text: `1:` and base64 of nonce and ciphertext."""
    school = tenancy.require_school()
    nonce = os.urandom(12)
    sealed = AESGCM(_key(settings.JIAFANG_FIELD_KEY, f"field:{school}")).encrypt(
        nonce, value.encode(), school.encode()
    )
    return _VERSION + base64.b64encode(nonce + sealed).decode()


def decrypt(stored: str) -> str:
    """The clear text; cryptography's InvalidTag when the value is another school's or changed."""
    if not stored.startswith(_VERSION):
        raise ValueError("not an encrypted value")
    school = tenancy.require_school()
    raw = base64.b64decode(stored[len(_VERSION) :])
    return (
        AESGCM(_key(settings.JIAFANG_FIELD_KEY, f"field:{school}"))
        .decrypt(raw[:12], raw[12:], school.encode())
        .decode()
    )


def shared_key(purpose: str) -> bytes:
    """32 bytes for keyed hashes that several schools must make alike; never stored anywhere."""
    return _key(settings.JIAFANG_FIELD_KEY, f"shared:{purpose}")


def blind_index(value: str, purpose: str) -> str:
    """64 hex characters to look an encrypted value up by; the same value gives another index in
    another school or for another purpose."""
    key = _key(settings.JIAFANG_FIELD_KEY, f"index:{purpose}:{tenancy.require_school()}")
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()
