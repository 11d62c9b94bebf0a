"""How much a document may cost, and the operating system's means to hold its reader to it."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import msgspec

MEGABYTE = 1024 * 1024
WATCH_SECONDS = 0.05
OVER_MEMORY = 78
"""Exit code of a process that ended itself for holding too much memory."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Caps on one document. Found generous for long prints, tight for files made to do harm.

    `picture_pixels` caps a picture in the file, `drawn_pixels` a page as drawn (a larger one is drawn coarser). For a
    page read by recognition the child gets `scan_cpu_seconds` of CPU time and `scan_page_seconds` of wall time, and the
    document `scan_seconds` more; `scan_lines` caps its lines of text, `scan_pages` such pages in a document.
    """

    memory_mb: int = 2048
    cpu_seconds: int = 600
    wall_seconds: float = 900.0
    page_seconds: float = 30.0
    file_mb: int = 512
    output_mb: int = 64
    pages: int = 3000
    objects_per_page: int = 200_000
    glyphs_per_page: int = 100_000
    rules_per_page: int = 4_000
    lost_pages: int = 5
    picture_pixels: int = 150_000_000
    drawn_pixels: int = 20_000_000
    scan_pages: int = 500
    scan_page_seconds: float = 90.0
    scan_seconds: float = 15.0
    scan_cpu_seconds: int = 60
    scan_lines: int = 2_000


DEFAULT = Limits()


def _resource() -> Any:
    """The POSIX module for limits; None on Windows."""
    try:
        import resource
    except ImportError:
        return None
    return resource


def limit_this_process(limits: Limits) -> str:
    """Hold this process to the limits; returns by what means: posix, or watch where POSIX limits do not exist.

    Wall time is the parent's to watch, here and there.
    """
    resource = _resource()
    if resource is None:
        threading.Thread(target=_watch_memory, args=(limits.memory_mb * MEGABYTE,), daemon=True).start()
        return "watch"
    caps = (
        (resource.RLIMIT_AS, limits.memory_mb * MEGABYTE),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.output_mb * MEGABYTE),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, cap in caps:
        _, hard = resource.getrlimit(kind)
        wanted = cap if hard == resource.RLIM_INFINITY else min(cap, hard)
        resource.setrlimit(kind, (wanted, hard))
    return "posix"


def allow_cpu(seconds: int) -> None:
    """Lets this process use so many CPU seconds from now on, where that is more than it has left."""
    resource = _resource()
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = int(used.ru_utime + used.ru_stime) + seconds + 1
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _watch_memory(most: int) -> None:
    """Ends this process at once when it holds more than `most` bytes."""
    while resident_bytes() <= most:
        time.sleep(WATCH_SECONDS)
    os._exit(OVER_MEMORY)


def resident_bytes() -> int:
    """How much memory this process holds, in bytes."""
    if sys.platform == "win32":
        from ingest.windows import resident_bytes as ask

        return ask()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
