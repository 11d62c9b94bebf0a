"""Harmful PDFs among good ones: each ends in a sentence or a lost page within its limits, the good ones are read."""

from __future__ import annotations

import time
from pathlib import Path

import pikepdf
import pytest

from ingest.child import PageReader
from ingest.errors import IngestError, LostPagesError
from ingest.extract import extract_file
from ingest.ingesting import ingest_paths
from ingest.limits import Limits
from ingest.messages import PageDone, PageLost
from ingest.ocr import model_path
from ingest.report import IngestReport, report_lines
from kb.store.library import Library
from tests.hostile import pdfs
from tests.hostile.small import small_pdf
from tests.ingest.scanning import Scanner, scan_pdf

LIMITS = Limits(memory_mb=700, cpu_seconds=20, page_seconds=10, wall_seconds=60, lost_pages=1, scan_page_seconds=30)
NOT_PDF = {
    "图片.pdf": b"\x89PNG\r\n\x1a\n" + bytes(2000), "压缩包.pdf": b"PK\x03\x04" + bytes(2000), "网页.pdf": b"<html>",
    "空.pdf": b"", "只有开头.pdf": b"%PDF-1.7\n", "有头有尾.pdf": b"%PDF-1.7\n%%EOF\n",
}  # fmt: skip


@pytest.mark.parametrize("make", pdfs.MAKERS, ids=lambda make: make.__name__)
def test_harm_is_bounded(tmp_path: Path, make: pdfs.Maker) -> None:
    path = tmp_path / "可疑.pdf"
    make(path)
    started = time.monotonic()
    with pytest.raises(IngestError, match=r"^“可疑\.pdf”.*。$"):
        extract_file(path, LIMITS)
    assert time.monotonic() - started < LIMITS.wall_seconds


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> tuple[IngestReport, Library]:
    """A folder of harmful files, files that are no PDF, and a good one last, read into a library."""
    folder = tmp_path_factory.mktemp("inbox")
    for make in (pdfs.a_page_that_unpacks_to_a_gigabyte, pdfs.a_cross_reference_that_names_itself):
        make(folder / f"{make.__name__}.pdf")
    for name, data in NOT_PDF.items():
        (folder / name).write_bytes(data)
    small_pdf(folder / "好的.pdf")
    library = Library(tmp_path_factory.mktemp("data") / "library")
    return ingest_paths([folder], library, limits=LIMITS), library


def test_other_files_go_on_and_nothing_partial_is_kept(ingested: tuple[IngestReport, Library]) -> None:
    report, library = ingested
    failed = [file for file in report.files if file.status == "failed"]
    assert [file.name for file in report.files if file.status == "added"] == ["好的.pdf"]
    assert len(failed) == len(NOT_PDF) + 2
    assert all(file.name in file.message and file.message.endswith("。") for file in failed)
    assert len(list(library.rows())) == 2
    assert [path.name for path in library.folder.iterdir()] == [path.name for path in library.documents()]


def _with_bomb_between(folder: Path) -> Path:
    """Three pages: good, one that unpacks to a gigabyte, good."""
    small_pdf(folder / "good.pdf")
    pdfs.a_page_that_unpacks_to_a_gigabyte(folder / "bomb.pdf")
    path = folder / "夹带.pdf"
    with pikepdf.open(folder / "good.pdf") as good, pikepdf.open(folder / "bomb.pdf") as bomb, pikepdf.new() as pdf:
        for source in (good, bomb, good):
            pdf.pages.append(source.pages[0])
        pdf.save(path, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return path


def test_a_page_that_kills_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    path = _with_bomb_between(tmp_path)
    library = Library(tmp_path / "library")
    report = ingest_paths([path], library, limits=LIMITS)
    (file,) = report.files
    assert [(note.page, note.code) for note in file.notes if note.lost] == [(2, "crashed")]
    assert (file.rows, file.entries + len(file.rejects), len(list(library.rows()))) == (4, 4, 4)
    assert [entry.pages for entry in library.rows()] == [(1,), (1,), (3,), (3,)]
    assert any("未读入：第 2 页，解析程序异常退出" in line for line in report_lines(report))
    assert not report.complete
    assert file.pictures == 4


def test_a_page_does_not_pay_for_those_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest import child

    small_pdf(tmp_path / "good.pdf")
    started = []
    command = child._command
    monkeypatch.setattr(child, "_command", lambda: started.append(command()) or started[-1])
    with pikepdf.open(tmp_path / "good.pdf") as good, pikepdf.new() as pdf:
        for _ in range(150):
            pdf.pages.append(good.pages[0])
        pdf.save(tmp_path / "long.pdf")
    replies = []
    for reply in PageReader(tmp_path / "long.pdf", LIMITS, check=False):
        replies.append(reply)
        if len(started) == 1:
            started[0].kill()
    assert len(started) == 2
    assert len(replies) == 150
    assert all(isinstance(reply, PageDone) for reply in replies)


@pytest.mark.skipif(model_path() is None, reason="没有安装 ocr 组件，跳过扫描识别")
def test_scans_have_limits_of_their_own(tmp_path: Path) -> None:
    small_pdf(tmp_path / "good.pdf")
    path = scan_pdf(tmp_path / "good.pdf", tmp_path / "扫描.pdf", Scanner(110), [0, 0])
    allowed = Limits(scan_pages=1, scan_page_seconds=60)
    replies = list(PageReader(path, allowed, check=False))
    assert isinstance(replies[0], PageDone)
    assert len(replies[0].page.tables[0].items) == 2
    assert replies[1:] == [PageLost(2, "too_many_scans")]
    with pytest.raises(LostPagesError, match="扫描图像中的文字行过多"):
        extract_file(path, Limits(scan_lines=3))
    with pytest.raises(IngestError, match=r"扫描\.pdf”.*超出时间"):
        extract_file(path, Limits(scan_page_seconds=0.01, lost_pages=0))
