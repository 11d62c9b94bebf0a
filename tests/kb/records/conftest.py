"""A records database of one's own: a real SQLite file, migrated; or the one at $HAZARDKB_TEST_RECORDS, emptied."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from kb.records.database import Records, default_address
from kb.records.models import Base


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """A new database; a test that must look into an SQLite file asks for `sqlite_only` too."""
    opened = Records(os.environ.get("HAZARDKB_TEST_RECORDS") or default_address(tmp_path))
    yield opened
    if "HAZARDKB_TEST_RECORDS" in os.environ:
        Base.metadata.drop_all(opened.engine)
        with opened.engine.begin() as connection:
            connection.execute(text("DROP TABLE alembic_version"))
    opened.close()


@pytest.fixture
def sqlite_only() -> None:
    """Skip where the tests run on another database."""
    if "HAZARDKB_TEST_RECORDS" in os.environ:
        pytest.skip("只对 SQLite 有意义")
