"""The newest form of the records database, and a quick look whether a file has it, without waiting for SQLAlchemy."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

HEAD = "0002"
"""The name of the newest migration (a test compares them)."""

_SQLITE = "sqlite:///"


def file_of(address: str) -> Path | None:
    """Return the SQLite file behind a database address, None for another kind of database."""
    return Path(address.removeprefix(_SQLITE)) if address.startswith(_SQLITE) else None


def has_newest_form(address: str) -> bool:
    """Tell whether the database is an SQLite file in the newest form; False where only opening it can tell."""
    file = file_of(address)
    if file is None or not file.is_file():
        return False
    try:
        with closing(sqlite3.connect(file)) as connection:
            return bool(connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,))
    except sqlite3.Error:
        return False
