"""The records database as the rest of the program holds it: read freely, write in one transaction with its audit line.

Nothing here imports SQLAlchemy until the database is first used: starting the server does not wait for it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import RecordsError
from kb.records.head import has_newest_form

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from kb.records.audit import Deed


def default_address(data: Path) -> str:
    """Return the address of the records database in a data folder."""
    return f"sqlite:///{data.expanduser().resolve() / 'records.sqlite3'}"


class Records:
    """The records behind an address (an SQLAlchemy URL); brought to its newest form when first used."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """The database, ready for use. Raises RecordsError when it cannot be reached or read."""
        if self._engine is None:
            with self._lock:
                if self._engine is None:
                    self._engine = self._opened()
        return self._engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one moment of the database."""
        from sqlalchemy.orm import Session

        with _faults(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self, deed: Deed | None) -> Iterator[Session]:
        """Give a session whose changes are kept together with the line of `deed`, or not at all.

        None is for what is no record of the enterprise: log-ins under way and their end.
        """
        from sqlalchemy.orm import Session

        from kb.records import audit
        from kb.records.engine import WRITE

        with (
            _faults(),
            self.engine.connect().execution_options(**{WRITE: True}) as connection,
            Session(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            if deed is not None:
                if connection.dialect.name == "postgresql":  # one line after the other, as SQLite does anyway
                    session.connection().exec_driver_sql("LOCK TABLE audit IN EXCLUSIVE MODE")
                audit.append(session, deed)
            yield session

    def prepare(self) -> None:
        """Bring the database to its newest form now; quick where it has it. Raises RecordsError."""
        if not has_newest_form(self.address):
            _ = self.engine

    def version(self) -> int:
        """Return a number that grows with every audited write: pages that show records carry it in their tag."""
        from kb.records.audit import last_number

        with self.reading() as session:
            return last_number(session)

    def close(self) -> None:
        """Let go of the database."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _opened(self) -> Engine:
        from kb.records.engine import make_engine
        from kb.records.migrating import migrate

        engine = make_engine(self.address)
        try:
            with _faults():
                migrate(engine)
        except RecordsError:
            engine.dispose()
            raise
        return engine


@contextmanager
def _faults() -> Iterator[None]:
    """Turn what the database cannot do into one sentence; what it says itself may hold its address and password."""
    from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError

    try:
        yield
    except OperationalError as error:
        raise RecordsError("记录数据库暂时打不开或正忙，请稍后再试；一直这样请检查数据文件夹和磁盘空间。") from error
    except (DatabaseError, InterfaceError) as error:
        raise RecordsError("记录数据库读不了，可能已损坏，请用 hazardkb restore 恢复备份。") from error
