"""Generated pages are what the program would write now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.write_docs import pages


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_generated_page_is_fresh(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path], "run `make docs`"
