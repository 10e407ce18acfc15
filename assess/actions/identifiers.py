"""Identifiers that nobody can guess or count up."""

from __future__ import annotations

import secrets

# Without I, L and O, which are read as 1 and 0 from the back of a hall.
JOIN_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
JOIN_CODE_LENGTH = 8


def new_public_id() -> str:
    """128 random bits in 22 characters that are safe in an address."""
    return secrets.token_urlsafe(16)


def new_join_token() -> str:
    """The secret inside the QR: 128 random bits."""
    return secrets.token_urlsafe(16)


def new_join_code() -> str:
    """Eight letters that a person types. It finds a meeting; it is not what keeps it safe."""
    return "".join(secrets.choice(JOIN_CODE_LETTERS) for _ in range(JOIN_CODE_LENGTH))


def new_form_revision() -> int:
    """Names what a meeting asks from now on. Drawn, not counted: the forms that a process keeps
    by this number must never be those of another database."""
    return 1 + secrets.randbelow(2**31 - 1)
