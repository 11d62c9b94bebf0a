"""The made-up booklet printed once a session by each toolchain, and read once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from ingest.extract import Extraction, extract_file
from tests.ingest.fonts import FAMILY, REGULAR, make_awkward_font
from tests.ingest.golden import booklet
from tests.ingest.prints import ToolMissingError, chromium_print, office_print, reportlab_print, typst_print

Printed = Callable[[str], Path]
Read = Callable[[str], Extraction]


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The PDF of a toolchain by name; skips with the reason where the toolchain is missing."""
    folder = tmp_path_factory.mktemp("prints")
    for name in ("awkward", "plain"):
        (folder / name).mkdir()
    awkward_font = (make_awkward_font(folder / "awkward" / "Awkward.ttf"), FAMILY)
    plain_font = (Path(shutil.copy(REGULAR, folder / "plain")), "Hazardkb Sans SC")
    book = booklet()
    tools: dict[str, Callable[[Path], None]] = {
        "typst": lambda target: typst_print.render(book, target, awkward_font),
        "typst_top": lambda target: typst_print.render(book, target, awkward_font, "top"),
        "chromium": lambda target: chromium_print.render(book, target, awkward_font),
        "office": lambda target: office_print.render(book, target, plain_font),
        "reportlab": lambda target: reportlab_print.render(book, target),
    }

    @cache
    def make(name: str) -> Path:
        target = folder / f"{name}.pdf"
        try:
            tools[name](target)
        except ToolMissingError as reason:
            pytest.skip(f"{reason}，跳过 {name} 的打印稿")
        return target

    return make


@pytest.fixture(scope="session")
def read(printed: Printed) -> Read:
    """What reading a toolchain's PDF gives."""

    @cache
    def extract(name: str) -> Extraction:
        return extract_file(printed(name))

    return extract
