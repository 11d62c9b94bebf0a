"""The user's library holds a document whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model.official import OfficialRow
from kb.store.library import Library


def _row(number: int, hazard: str = "料钟无联锁") -> OfficialRow:
    return OfficialRow(id=f"metallurgy-01-001-{number}", industry="冶金", chapter="一", location="炉顶", hazard=hazard)


def test_rows_come_back(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    library.put("ab12", [_row(1), _row(2)])
    assert list(library.rows()) == [_row(1), _row(2)]


def test_the_same_rows_change_nothing(tmp_path: Path) -> None:
    library = Library(tmp_path)
    first = library.put("ab12", [_row(1)])
    stamp = first.stat().st_mtime_ns
    assert library.put("ab12", [_row(1)]) == first
    assert first.stat().st_mtime_ns == stamp


def test_new_rows_replace_old_ones(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.put("ab12", [_row(1)])
    before = library.digest()
    library.put("ab12", [_row(1, "新的写法")])
    assert [row.hazard for row in library.rows()] == ["新的写法"]
    assert library.digest() != before
    assert len(library.documents()) == 1


def test_a_failed_write_leaves_the_old_document(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.put("ab12", [_row(1)])

    def fail(_folder: Path) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        library.put("ab12", [_row(2)], fail)
    assert list(library.rows()) == [_row(1)]
    assert [path.name for path in tmp_path.iterdir()] == [library.documents()[0].name]


def test_an_empty_library_is_empty(tmp_path: Path) -> None:
    assert list(Library(tmp_path / "nothing").rows()) == []
