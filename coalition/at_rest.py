"""What nobody may read who only has the database, or a copy of it: AES-256-GCM with a key from the
environment. Knows no model; coalition/models/sealed.py is a field that is kept like this."""

import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from coalition.domain import DomainError

FORM = b"\x01"  # what sealed bytes begin with; whoever changes the form gives it another
NONCE = 12  # bytes


class CannotOpen(Exception):
    """None of settings.AT_REST_KEYS opens it: it was sealed with another, or is damaged."""


class NoKey(DomainError):
    """settings.AT_REST_KEYS is empty, so nothing that must be sealed can be kept."""


def seal(plain: bytes) -> bytes:
    """With the first key, and never twice the same. Raises NoKey."""
    if not settings.AT_REST_KEYS:
        raise NoKey(
            "This site cannot keep signatures yet. Ask those who operate it to set AT_REST_KEYS."
        )
    nonce = os.urandom(NONCE)
    return FORM + nonce + _cipher(settings.AT_REST_KEYS[0]).encrypt(nonce, plain, FORM)


def open_sealed(sealed: bytes) -> bytes:
    """With whichever key it was sealed. Raises CannotOpen."""
    nonce, rest = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    if sealed[:1] == FORM and len(nonce) == NONCE:
        for key in settings.AT_REST_KEYS:
            try:
                return _cipher(key).decrypt(nonce, rest, FORM)
            except InvalidTag:
                continue
    raise CannotOpen("Something was sealed with a key that is not in AT_REST_KEYS.")


def _cipher(key: str) -> AESGCM:
    return AESGCM(sha256(b"coalition at rest\x00" + key.encode()).digest())
