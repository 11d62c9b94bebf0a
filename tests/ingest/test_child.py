"""The child process: held to its limits, its death costs a page or a file, never more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ingest import windows
from ingest.child import PageReader
from ingest.errors import IngestError, OverLimitError
from ingest.extract import extract_file
from ingest.limits import MEGABYTE, OVER_MEMORY, Limits
from tests.ingest.conftest import Printed

BLOCKED = """
import sys
sys.modules["resource"] = None
from ingest.limits import Limits, limit_this_process
import time
print(limit_this_process(Limits(memory_mb={limit})), flush=True)
hoard = bytearray(300 * 1024 * 1024)
time.sleep(2)
print("unharmed")
"""


def _bomb(path: Path, megabytes: int) -> Path:
    """A page whose content unpacks to so many megabytes of nothing."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(b" " * (megabytes * MEGABYTE))
        pdf.save(path, compress_streams=True)
    return path


def test_a_page_that_unpacks_beyond_memory_is_stopped(tmp_path: Path) -> None:
    path = _bomb(tmp_path / "炸弹.pdf", 300)
    assert path.stat().st_size < MEGABYTE
    with pytest.raises(IngestError, match=r"炸弹\.pdf"):
        extract_file(path, Limits(memory_mb=400, page_seconds=20, lost_pages=0))


def test_a_reader_that_is_too_slow_is_stopped(printed: Printed) -> None:
    with pytest.raises(OverLimitError):
        extract_file(printed("typst"), Limits(page_seconds=0.001))


def test_one_bad_page_costs_that_page(printed: Printed) -> None:
    extraction = extract_file(printed("typst"), Limits(glyphs_per_page=480))
    lost = [note for note in extraction.report.notes if note.lost]
    assert lost
    assert all(note.code == "too_many_glyphs" for note in lost)
    assert 0 < len({p for e in extraction.entries for p in e.pages}) == extraction.report.pages - len(lost)
    flags = {flag for entry in extraction.entries for flag in entry.flags}
    assert flags & {"page_lost", "after_lost_page"}


def test_a_child_that_dies_is_followed_by_another(printed: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest import child

    started = []
    command = child._command

    def counted() -> subprocess.Popen[bytes]:
        process = command()
        started.append(process)
        return process

    monkeypatch.setattr(child, "_command", counted)
    numbers = []
    for reply in PageReader(printed("typst"), Limits(), check=False):
        numbers.append(getattr(reply, "number", 0) or reply.page.number)
        if len(started) == 1:
            started[0].kill()
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1
    assert len(started) <= 2


@pytest.mark.parametrize(("limit", "code"), [(100, OVER_MEMORY), (2000, 0)])
def test_without_posix_limits_memory_is_watched(limit: int, code: int) -> None:
    script = BLOCKED.format(limit=limit)
    root = Path(windows.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout.split()) == (code, ["watch"] if code else ["watch", "unharmed"])


class _Kernel:
    """Stands in for kernel32."""

    def __init__(self, works: bool) -> None:
        self.works = works
        self.GetCurrentProcess: Any = lambda: -1

    def K32GetProcessMemoryInfo(self, handle: Any, counters: Any, size: int) -> int:  # noqa: N802
        counters._obj.WorkingSetSize, counters._obj.PagefileUsage = 5, 7
        return int(self.works and size >= 72)


def test_windows_tells_the_larger_of_working_set_and_commitment() -> None:
    kernel = _Kernel(works=True)
    kernel.GetCurrentProcess = type("Call", (), {"__call__": lambda self: -1, "restype": None})()
    assert windows.resident_bytes(kernel) == 7


def test_windows_that_does_not_tell_is_an_error() -> None:
    kernel = _Kernel(works=False)
    kernel.GetCurrentProcess = type("Call", (), {"__call__": lambda self: -1, "restype": None})()
    with pytest.raises(OSError, match="GetProcessMemoryInfo"):
        windows.resident_bytes(kernel)
