"""Documents into the library: whole or not at all, once only, with report and pictures."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from ingest.extract import extract_file
from ingest.ingesting import PICTURES, find_documents, ingest_paths, reader_version
from ingest.report import FileReport, IngestReport, PageNote, Reject, report_lines
from kb.model.official import picture_name
from kb.store.library import Library
from tests.ingest.conftest import Printed
from tests.thorough import KILLS

ROOT = Path(__file__).resolve().parent.parent.parent
INGEST = """
import sys
from pathlib import Path
from ingest.ingesting import ingest_paths
from kb.store.library import Library
ingest_paths([Path(sys.argv[1])], Library(Path(sys.argv[2])))
"""


def _snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_ingesting_again_changes_nothing(printed: Printed, tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    first = ingest_paths([printed("typst")], library)
    before = _snapshot(library.folder)
    second = ingest_paths([printed("typst"), printed("typst")], library)
    assert [file.status for file in first.files] == ["added"]
    assert [file.status for file in second.files] == ["unchanged"]
    assert first.files[0].flagged == second.files[0].flagged
    assert _snapshot(library.folder) == before


def test_the_library_gives_back_what_was_read(printed: Printed, tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    report = ingest_paths([printed("typst")], library)
    assert tuple(library.rows()) == extract_file(printed("typst")).entries
    assert report.complete
    assert report.files[0].entries == 16


def test_every_row_has_its_picture(printed: Printed, tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    report = ingest_paths([printed("typst")], library)
    pictures = library.documents()[0] / PICTURES
    wanted = {picture_name(row.id, box.page): box for row in library.rows() for box in row.boxes}
    assert {path.name for path in pictures.iterdir()} == set(wanted)
    assert report.files[0].pictures == len(wanted)
    for name, box in wanted.items():
        with Image.open(pictures / name) as picture:
            assert picture.width == pytest.approx((box.x1 - box.x0 + 6) * 120 / 72, abs=3)
            assert picture.height == pytest.approx((box.y1 - box.y0 + 6) * 120 / 72, abs=3)
            assert picture.convert("L").getextrema()[0] < 80


def test_a_bad_file_costs_only_itself(printed: Printed, tmp_path: Path) -> None:
    folder = tmp_path / "手册"
    (folder / "下级").mkdir(parents=True)
    (folder / "甲.pdf").write_bytes(b"")
    (folder / "下级" / "乙.PDF").write_bytes(printed("typst").read_bytes())
    (folder / "说明.txt").write_text("不是手册", encoding="utf-8")
    report = ingest_paths([folder], Library(tmp_path / "library"))
    assert {file.name: file.status for file in report.files} == {"甲.pdf": "failed", "乙.PDF": "added"}
    assert not report.complete
    text = "\n".join(report_lines(report))
    assert "“甲.pdf”是空文件" in text
    assert "16 行 = 16 条 + 剔除 0 行" in text


def test_a_folder_without_documents_says_so(tmp_path: Path) -> None:
    report = ingest_paths([tmp_path], Library(tmp_path / "library"))
    assert not report.complete
    assert "没有 PDF 文件" in report.files[0].message
    assert find_documents([tmp_path / "没有.pdf"]) == [tmp_path / "没有.pdf"]


def test_a_changed_reader_reads_again(printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(tmp_path / "library")
    ingest_paths([printed("typst")], library)
    rows = tuple(library.rows())
    monkeypatch.setattr("ingest.ingesting.reader_version", lambda: "another")
    again = ingest_paths([printed("typst")], library)
    assert again.files[0].status == "added"
    assert again.files[0].pictures > 0
    assert tuple(library.rows()) == rows
    assert len(reader_version()) == 16


def test_killed_at_any_moment_the_library_stays_whole(printed: Printed, tmp_path: Path) -> None:
    """Kills at moments spread over the time one ingest takes, late ones first: what is there is there whole.

    Every other time the rows are taken away before: so the last process, killed first thing, leaves none, while the
    first, killed at its end, finds those of the ingest before.
    """
    source, folder = printed("typst"), tmp_path / "library"
    command = [sys.executable, "-c", INGEST, str(source), str(folder)]
    started = time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)
    whole = time.monotonic() - started
    wanted = tuple(Library(folder).rows())
    seen = set()
    for number in range(KILLS):
        if number % 2:
            for path in folder.glob("*/rows.jsonl"):
                path.unlink()
        process = subprocess.Popen(command, cwd=ROOT)
        time.sleep(whole * (1 - (number + 0.5) / KILLS))
        process.kill()
        process.wait()
        rows = tuple(Library(folder).rows())
        assert rows in ((), wanted)
        seen.add(bool(rows))
    assert seen == {True, False}
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)
    assert tuple(Library(folder).rows()) == wanted


def test_what_a_killed_ingest_left_is_swept_after_a_day(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    for name, age in ((".adding-old", 90_000), (".adding-new", 60)):
        (folder / name).mkdir(parents=True)
        os.utime(folder / name, (time.time() - age,) * 2)
    ingest_paths([tmp_path / "没有.pdf"], Library(folder))
    assert [path.name for path in folder.iterdir()] == [".adding-new"]


def test_the_report_says_what_is_doubtful_lost_and_rejected() -> None:
    file = FileReport(
        name="甲.pdf", industry="冶金", pages=3, rows=3, entries=2, rejects=(Reject((2,), "hazard_missing", "炉台"),),
        flagged={"metallurgy-01-001-1": ("legal_basis_missing",)}, notes=(PageNote(3, "timeout", lost=True),),
    )  # fmt: skip
    report = IngestReport((file, FileReport(name="乙.pdf", status="failed", message="坏了。")))
    text = "\n".join(report_lines(report))
    parts = [
        "3 行，2 条，剔除 1 行，存疑 1 条",
        "较大危险因素为空：炉台",
        "第 3 页，解析超时",
        "依据为空 1 条",
        "✗ 坏了。",
    ]
    for part in parts:
        assert part in text
    assert "失败 1 份" in text
    assert not report.complete
