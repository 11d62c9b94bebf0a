"""A records database of one's own: a real SQLite file, migrated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.records.database import Records, default_address


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """A new database in a folder of its own."""
    opened = Records(default_address(tmp_path))
    yield opened
    opened.close()
