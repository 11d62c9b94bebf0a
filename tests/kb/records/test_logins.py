"""Logging in: the right password, bounded guessing that survives a restart, sessions that end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kb.errors import RecordsError
from kb.records import audit, logins, passwords
from kb.records.database import Records

pytestmark = pytest.mark.usefixtures("quick_passwords")

RIGHT = "安全第一-2026"


@pytest.fixture
def with_password(records: Records) -> Records:
    passwords.set_password(records, RIGHT)
    return records


@pytest.mark.usefixtures("sqlite_only")
def test_the_password_is_kept_as_argon2_only(with_password: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    passwords.set_password(with_password, RIGHT)
    kept = "".join(with_password.engine.raw_connection().driver_connection.iterdump())  # type: ignore[union-attr]
    assert "$argon2id$v=19$m=65536,t=3" in kept
    assert RIGHT not in kept


@pytest.mark.parametrize("password", ["", "1234567", "长" * 201])
def test_a_password_out_of_bounds_is_refused(records: Records, password: str) -> None:
    with pytest.raises(RecordsError, match="8 到 200"):
        passwords.set_password(records, password)
    assert not passwords.has_password(records)


def test_without_a_password_nobody_logs_in(records: Records) -> None:
    with pytest.raises(logins.LoginError, match="hazardkb password"):
        logins.log_in(records, "", "192.0.2.1")


def test_a_session_lasts_until_it_ends(with_password: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    token = logins.log_in(with_password, RIGHT, "192.0.2.1")
    assert logins.is_logged_in(with_password, token)
    assert not logins.is_logged_in(with_password, token[:-1])
    later = audit.now() + logins.LASTS + timedelta(seconds=1)
    monkeypatch.setattr(logins, "now", lambda: later)
    assert not logins.is_logged_in(with_password, token)


def test_logging_out_and_a_new_password_end_sessions(with_password: Records) -> None:
    first, second = (logins.log_in(with_password, RIGHT, "192.0.2.1") for _ in range(2))
    logins.log_out(with_password, first)
    assert (logins.is_logged_in(with_password, first), logins.is_logged_in(with_password, second)) == (False, True)
    passwords.set_password(with_password, RIGHT + "新")
    assert not logins.is_logged_in(with_password, second)


def wrong(records: Records, address: str) -> bool:
    """Try a wrong password; return whether the address must wait."""
    with pytest.raises(logins.LoginError) as caught:
        logins.log_in(records, "不对的密码", address)
    return caught.value.wait


def test_guessing_is_bounded_by_address_and_survives_a_restart(
    with_password: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [wrong(with_password, "2001:db8::1") for _ in range(6)] == [False] * 5 + [True]
    again = Records(with_password.address)
    with pytest.raises(logins.LoginError):  # the right password does not help who must wait, nor a neighbour address
        logins.log_in(again, RIGHT, "2001:db8::ffff")
    assert logins.log_in(again, RIGHT, "192.0.2.1")
    later = audit.now() + logins.WINDOW + timedelta(seconds=1)
    monkeypatch.setattr(logins, "now", lambda: later)
    assert logins.log_in(again, RIGHT, "2001:db8::1")
    again.close()


def test_guessing_from_everywhere_is_bounded(with_password: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logins, "is_password", lambda *_: False)
    assert not any(wrong(with_password, f"192.0.2.{n}") for n in range(logins.IN_ALL))
    assert wrong(with_password, "198.51.100.1")
