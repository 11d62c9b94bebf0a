"""Brings the records database to the newest form; before it changes one that holds records, it copies it aside."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect

from kb.errors import RecordsError
from kb.records.engine import WRITE
from kb.records.head import HEAD

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parent / "migrations"

_UNKNOWN = "记录数据库的版本 {} 不认得，没有改动它；请恢复备份（hazardkb restore），或用写它的那个版本的程序打开。"

_LOCK = 7_204_361
"""Names the advisory lock under which one process at a time changes a PostgreSQL database."""


def migrate(engine: Engine) -> None:
    """Bring the database to `HEAD`; does nothing, quickly, when it is there. Safe from several processes at once.

    Raises RecordsError when a newer program has written the database.
    """
    found = revision(engine)
    if found == HEAD:
        return
    if found > HEAD:
        raise RecordsError("记录数据库由更新的 hazardkb 写成，请升级程序，或恢复升级以前的备份。")
    if found and engine.dialect.name == "sqlite":
        _copy_aside(engine, found)
    from alembic import command
    from alembic.util import CommandError

    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config = alembic_config()
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise RecordsError(_UNKNOWN.format(found)) from error


def revision(engine: Engine) -> str:
    """Return the form the database has, empty for a new one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
        return str(row[0]) if row else ""


def alembic_config() -> Config:
    """Return Alembic's settings: where the migrations lie, in a checkout as in an installed wheel."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def copy_to(engine: Engine, target: Path) -> None:
    """Write a consistent copy of an SQLite database to `target`, which must not exist; writers need not stop."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()


def _copy_aside(engine: Engine, found: str) -> None:
    """Keep the database as it is before it changes, beside it in `backups`."""
    folder = Path(str(engine.url.database)).parent / "backups"
    folder.mkdir(exist_ok=True)
    copy_to(engine, folder / f"records-{found}-{datetime.now(UTC):%Y%m%d%H%M%S%f}.sqlite3")
