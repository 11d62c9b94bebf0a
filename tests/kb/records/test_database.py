"""The records database: its form, its migrations, writers side by side, and the audit."""

from __future__ import annotations

import io
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from kb.errors import RecordsError
from kb.records import audit
from kb.records.audit import Deed
from kb.records.database import Records, default_address
from kb.records.head import HEAD, has_newest_form
from kb.records.migrating import alembic_config
from kb.records.models import Base, Setting


def test_migrations_lead_to_the_models(records: Records) -> None:
    with records.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == HEAD
    assert has_newest_form(records.address) == records.address.startswith("sqlite")


def test_postgresql_gets_every_table_from_the_same_migrations() -> None:
    config = alembic_config()
    config.set_main_option("sqlalchemy.url", "postgresql://")
    config.output_buffer = io.StringIO()
    command.upgrade(config, "head", sql=True)
    said = config.output_buffer.getvalue()
    assert {t for t in Base.metadata.tables if f"CREATE TABLE {t} " not in said} == set()
    assert "BIGSERIAL" in said


@pytest.mark.usefixtures("sqlite_only")
def test_the_database_keeps_what_it_acknowledges(records: Records) -> None:
    with records.reading() as session:
        found = [session.scalar(text(f"PRAGMA {p}")) for p in ("journal_mode", "synchronous", "foreign_keys")]
    assert found == ["wal", 2, 1]


def test_a_database_of_an_older_form_is_copied_aside_first(tmp_path: Path) -> None:
    records = Records(default_address(tmp_path))
    with records.writing(Deed("本机", "试")) as session:
        session.add(Setting(name="kept", value="旧"))
    records.close()
    with closing(sqlite3.connect(tmp_path / "records.sqlite3")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        connection.commit()
    with pytest.raises(RecordsError):  # there is no such form; what counts is that the copy came before
        Records(default_address(tmp_path)).prepare()
    (copy,) = (tmp_path / "backups").iterdir()
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT value FROM settings").fetchall() == [("旧",)]


def test_a_database_of_a_newer_program_is_left_alone(records: Records) -> None:
    records.prepare()
    with records.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RecordsError, match="升级程序"):
        Records(records.address).prepare()


@pytest.mark.parametrize("address", ["nonsense", "sqlite:////proc/none/x.sqlite3", "postgresql+none://x/y"])
def test_an_address_that_is_none_is_one_sentence(address: str) -> None:
    with pytest.raises(RecordsError, match=r"。$"):
        Records(address).prepare()


def test_many_writers_at_once_lose_nothing(records: Records) -> None:
    records.prepare()

    def add(number: int) -> None:
        with records.writing(Deed("本机", "试", str(number))) as session:
            found = session.get(Setting, "sum")
            session.merge(Setting(name="sum", value=str(int(found.value if found else 0) + 1)))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add, range(40)))
    with records.reading() as session:
        assert session.get_one(Setting, "sum").value == "40"
        assert (audit.last_number(session), audit.broken_line(session)) == (40, None)
    assert records.version() == 40


def test_a_write_that_fails_leaves_neither_record_nor_audit(records: Records) -> None:
    def fail_half_way() -> None:
        with records.writing(Deed("本机", "试")) as session:
            session.add(Setting(name="half", value="半"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with records.reading() as session:
        assert (session.get(Setting, "half"), audit.last_number(session)) == (None, 0)


@pytest.mark.parametrize("change", ["UPDATE audit SET who='x' WHERE id=2", "DELETE FROM audit WHERE id=2"])
def test_altering_the_audit_breaks_the_chain(records: Records, change: str) -> None:
    for number in range(3):
        with records.writing(Deed("本机", "试", str(number))):
            pass
    with records.engine.begin() as connection:
        connection.execute(text(change))
    with records.reading() as session:
        assert audit.broken_line(session) in {2, 3}
