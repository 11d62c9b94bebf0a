"""The only place that makes database connections: SQLite by default, PostgreSQL by address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from kb.errors import RecordsError

WRITE = "hazardkb_write"
"""Execution option of connections that will write: their transaction takes the write lock at once."""

_NO_ADDRESS = "HAZARDKB_RECORDS 不是数据库地址，请写成 sqlite:///文件 或 postgresql+psycopg://用户:密码@主机/库名。"
_NO_DRIVER = "连接 HAZARDKB_RECORDS 所写的数据库还缺驱动程序，请安装 hazardkb[postgres]。"
_NO_FOLDER = "放记录数据库的文件夹建不了，请检查数据文件夹（--data、HAZARDKB_DATA）能不能写。"

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")


def make_engine(address: str) -> Engine:
    """Return the engine for `address`, an SQLAlchemy URL. Raises RecordsError for one that cannot be used."""
    try:
        url = make_url(address)
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, pool_pre_ping=url.get_backend_name() != "sqlite")
    except (ArgumentError, NoSuchModuleError) as error:
        raise RecordsError(_NO_ADDRESS) from error
    except OSError as error:
        raise RecordsError(_NO_FOLDER) from error
    except ImportError as error:
        raise RecordsError(_NO_DRIVER) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    """Take transactions into our own hands and set what keeps an acknowledged write through a power cut."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin; a writer takes the lock now, for a lock asked for half-way fails where several write."""
    writes = connection.get_execution_options().get(WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
