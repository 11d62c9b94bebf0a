"""Logging in and out: bounded attempts, sessions known by a random token. All of it in the database, so that a restart
neither frees who is guessing nor throws out who is working."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from kb.errors import RecordsError
from kb.records.audit import Deed, now
from kb.records.models import Login, LoginAttempt
from kb.records.passwords import has_password, is_password

if TYPE_CHECKING:
    from kb.records.database import Records

WINDOW = timedelta(minutes=15)
PER_ADDRESS, IN_ALL = 5, 100
"""Attempts that may fail within `WINDOW`: from one address, and from everywhere together: at most 9,600 a day."""

LASTS = timedelta(hours=12)
"""How long a log-in lasts: a shift, whatever is done meanwhile."""

NO_PASSWORD = (
    "这台服务器没有设培训员密码，只能在服务器本机上改；请管理员在服务器上运行 hazardkb password 设好密码，再来登录。"  # noqa: S105
)
_WRONG = "密码不对，请重新输入；忘了密码，请管理员在服务器上运行 hazardkb password 重设。"
_TOO_MANY = "输错的次数太多，请 15 分钟后再试，或在服务器本机上操作。"


class LoginError(RecordsError):
    """Nobody is logged in; the message says why and what to do. `wait` tells that trying again now is no use."""

    def __init__(self, message: str, *, wait: bool = False) -> None:
        super().__init__(message)
        self.wait = wait


def log_in(records: Records, password: str, address: str) -> str:
    """Return the token of a new session. Raises LoginError when the password is wrong or too many were.

    An attempt is counted before the password is looked at: a hundred at once are no way round the limit.
    """
    if not has_password(records):
        raise LoginError(NO_PASSWORD)
    network = network_of(address)
    _count(records, network)
    if not is_password(records, password):
        raise LoginError(_WRONG)
    token = secrets.token_urlsafe(32)
    with records.writing(Deed(f"培训员（{address}）", "登录")) as session:
        session.execute(delete(Login).where(Login.ends < now()))
        session.execute(delete(LoginAttempt).where(LoginAttempt.address == network))
        session.add(Login(token_hash=_hashed(token), address=address[:64], started=now(), ends=now() + LASTS))
    return token


def is_logged_in(records: Records, token: str) -> bool:
    """Tell whether `token` belongs to a session that has not ended."""
    with records.reading() as session:
        login = session.get(Login, _hashed(token))
        return login is not None and login.ends > now()


def log_out(records: Records, token: str) -> None:
    """End the session of `token`, if there is one."""
    with records.writing(None) as session:
        session.execute(delete(Login).where(Login.token_hash == _hashed(token)))


def network_of(address: str) -> str:
    """Return what attempts are counted by: an IPv4 address, or the /64 an IPv6 customer owns; else the text itself."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _count(records: Records, network: str) -> None:
    with records.writing(None) as session:
        session.execute(delete(LoginAttempt).where(LoginAttempt.at < now() - WINDOW))
        counting = select(func.count()).select_from(LoginAttempt)
        here = session.scalar(counting.where(LoginAttempt.address == network)) or 0
        if here >= PER_ADDRESS or (session.scalar(counting) or 0) >= IN_ALL:
            raise LoginError(_TOO_MANY, wait=True)
        session.add(LoginAttempt(address=network, at=now()))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
