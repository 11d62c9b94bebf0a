"""Scans of prints: straightened, recognised offline, read like born-digital pages, and marked as unverified."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ingest.errors import ScanError
from ingest.extract import Extraction, extract_file
from ingest.ingesting import ingest_file
from ingest.ocr import model_path
from ingest.regulations.pdf import part_pdfs
from ingest.ruling import find_rules, ink_of, skew_of
from kb.model.official import FLAG_TEXTS, OfficialRow
from kb.store.library import Library
from tests.ingest.fonts import FAMILY, make_awkward_font
from tests.ingest.golden import booklet, comparable, expected_rows
from tests.ingest.prints import typst_print
from tests.ingest.scanning import Scanner, scan_pdf

needs_ocr = pytest.mark.skipif(model_path() is None, reason="没有安装 ocr 组件，跳过扫描识别")
SHORT = replace(booklet(), chapters=booklet().chapters[:1])


@pytest.fixture(scope="module")
def print_of_one_chapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short booklet whose rows run over pages."""
    folder = tmp_path_factory.mktemp("short")
    font = (make_awkward_font(folder / "Awkward.ttf"), FAMILY)
    typst_print.render(SHORT, folder / "short.pdf", font)
    return folder / "short.pdf"


def _folded(value: object) -> object:
    """What is left when wide and narrow forms, raised figures and spaces do not matter."""
    if isinstance(value, tuple):
        return tuple(_folded(item) for item in value)
    return unicodedata.normalize("NFKC", str(value)).replace(" ", "")


def _wrong(got: list[dict[str, object]], wanted: list[dict[str, object]]) -> list[tuple[object, object]]:
    """Pairs of cells that differ, got and wanted."""
    pairs = [(g[key], w[key]) for g, w in zip(got, wanted, strict=True) for key in w]
    return [(g, w) for g, w in pairs if _folded(g) != _folded(w)]


@pytest.fixture(scope="module")
def scanned(print_of_one_chapter: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Extraction]:
    """The short booklet scanned askew with noise, and read into a library."""
    folder = tmp_path_factory.mktemp("scan")
    path = scan_pdf(print_of_one_chapter, folder / "扫描.pdf", Scanner(150, 1.2, 8, 75))
    library = Library(folder / "library")
    report = ingest_file(path, library)
    return library, Extraction(tuple(library.rows()), report)


@needs_ocr
def test_a_scan_gives_the_rows_of_the_print(scanned: tuple[Library, Extraction]) -> None:
    _, extraction = scanned
    wanted = expected_rows(SHORT)
    wrong = _wrong([comparable(entry) for entry in extraction.entries], wanted)
    assert len(wrong) <= 0.02 * sum(len(row) for row in wanted), wrong
    assert any(len(entry.pages) > 1 for entry in extraction.entries)
    assert extraction.report.industry == "机械"


@needs_ocr
def test_rows_of_a_scan_say_that_nobody_checked_them(scanned: tuple[Library, Extraction]) -> None:
    _, extraction = scanned
    assert all("scan_unverified" in entry.flags for entry in extraction.entries)
    assert all(set(entry.flags) <= set(FLAG_TEXTS) for entry in extraction.entries)
    assert {note.code for note in extraction.report.notes} == {"scan_read"}


@needs_ocr
def test_pictures_of_scanned_rows_lie_straight(scanned: tuple[Library, Extraction]) -> None:
    library, extraction = scanned
    pictures = sorted(library.documents()[0].glob("pictures/*.png"))
    assert len(pictures) == extraction.report.pictures == sum(len(entry.boxes) for entry in extraction.entries)
    assert {box.turn for entry in extraction.entries for box in entry.boxes} == {-1.2}
    for picture in pictures[:3]:
        dark = np.asarray(Image.open(picture).convert("L")) < 190
        assert dark.mean(axis=1).max() > 0.6, "a rule that runs level"


@needs_ocr
def test_the_command_takes_a_scan_for_what_it_shows(print_of_one_chapter: Path, tmp_path: Path) -> None:
    path = scan_pdf(print_of_one_chapter, tmp_path / "附表.pdf", Scanner(110), [0])
    parted = part_pdfs([path], Library(tmp_path / "library"))
    assert (parted.manuals, parted.laws) == ([path], [])


@needs_ocr
@pytest.mark.manual
def test_pages_of_a_real_booklet_read_the_same_scanned(manual_folder: Path, tmp_path: Path) -> None:
    source = max(manual_folder.glob("*.pdf"), key=lambda path: path.stat().st_size)
    path = scan_pdf(source, tmp_path / "冶金三页.pdf", Scanner(150, -0.7, 6, 75), range(20, 23))
    born = _rows_of_pages(extract_file(source, check=False), 21, 23)
    read = _rows_of_pages(extract_file(path), 1, 3)
    wrong = _wrong(read, born)
    assert len(wrong) <= 0.02 * sum(len(row) for row in born), wrong


def _rows_of_pages(extraction: Extraction, first: int, last: int) -> list[dict[str, object]]:
    """The rows that stand whole on these pages, but the place and chapter that pages before may bring."""
    whole = [entry for entry in extraction.entries if first <= entry.pages[0] and entry.pages[-1] <= last]
    return [_text(entry) for entry in whole]


def _text(entry: OfficialRow) -> dict[str, object]:
    keys = ("hazard", "accident_types", "control_measures", "legal_basis")
    return {key: getattr(entry, key) for key in keys}


def test_without_recognition_a_sentence_names_pages_and_remedy(
    print_of_one_chapter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rapidocr").mkdir()
    (tmp_path / "rapidocr" / "__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    path = scan_pdf(print_of_one_chapter, tmp_path / "附表.pdf", Scanner(110))
    with pytest.raises(ScanError) as raised:
        extract_file(path)
    sentence = "“附表.pdf”第 1～3 页是扫描图像，请先安装文字识别组件（pip install 'hazardkb[ocr]'）再导入。"
    assert str(raised.value) == sentence


@pytest.mark.parametrize("skew", [-2.0, -0.5, 0.0, 1.3])
def test_a_page_askew_is_turned_back(print_of_one_chapter: Path, tmp_path: Path, skew: float) -> None:
    from ingest.limits import DEFAULT
    from ingest.pdfium import PdfiumDocument
    from ingest.picture import to_array, turned

    path = scan_pdf(print_of_one_chapter, tmp_path / "斜.pdf", Scanner(110, skew, 8, 60), [1])
    with PdfiumDocument(path) as document:
        picture, scale = document.picture(0, 200, DEFAULT)
    found = skew_of(ink_of(to_array(picture)))
    assert found == pytest.approx(-skew, abs=0.05)
    rules = find_rules(ink_of(to_array(turned(picture, found))), scale)
    assert len({round(rule.x0) for rule in rules if rule.x0 == rule.x1}) >= 7
