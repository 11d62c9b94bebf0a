"""The trainer's password: one for the enterprise, kept as an argon2 hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from kb.errors import RecordsError
from kb.records.audit import Deed
from kb.records.models import Login, LoginAttempt, Setting

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from kb.records.database import Records

SHORTEST, LONGEST = 8, 200
_NAME = "password"


def set_password(records: Records, password: str) -> None:
    """Set the password; whoever is logged in must log in again. Raises RecordsError for one too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise RecordsError(f"密码要有 {SHORTEST} 到 {LONGEST} 个字符，请换一个。")
    hashed = _hasher().hash(password)
    with records.writing(Deed("命令行", "设培训员密码")) as session:
        session.merge(Setting(name=_NAME, value=hashed))
        session.execute(delete(Login))
        session.execute(delete(LoginAttempt))


def has_password(records: Records) -> bool:
    """Tell whether a password was ever set."""
    return bool(_hash(records))


def is_password(records: Records, password: str) -> bool:
    """Tell whether `password` is right. Costly on purpose (64 MB, three passes); call it in a thread."""
    from argon2.exceptions import InvalidHashError, VerificationError

    hashed = _hash(records)
    if not hashed or len(password) > LONGEST:
        return False
    try:
        return _hasher().verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def _hasher() -> PasswordHasher:
    """Return argon2 with its library's own parameters, which are written into each hash; tests ask for less."""
    from argon2 import PasswordHasher

    return PasswordHasher()


def _hash(records: Records) -> str:
    with records.reading() as session:
        setting = session.get(Setting, _NAME)
        return setting.value if setting else ""
