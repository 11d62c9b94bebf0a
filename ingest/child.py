"""The parent's side: starts the child process that reads a document, watches the clock, and survives its death."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from ingest.errors import ERRORS
from ingest.limits import OVER_MEMORY, Limits
from ingest.messages import (
    Drawn,
    DrawRows,
    Failed,
    Finished,
    Opened,
    PageDone,
    PageLost,
    ReadPages,
    ReadText,
    Recognising,
    Reply,
    Request,
    RowPicture,
    TextDone,
    decode_reply,
    encode,
)

LONGEST_REPLY = 128 * 1024 * 1024
"""Bytes: a longer line from the child is a fault."""
_PACKAGE_ROOT = Path(__file__).resolve().parent.parent


class ChildDied(Exception):  # noqa: N818 - a signal within ingest, never shown
    """The child ended or was stopped before it had finished; `code` says how: crashed, timeout or over_limit."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _command(module: str = "ingest.worker") -> subprocess.Popen[bytes]:
    inherited = os.environ.get("PYTHONPATH", "")
    search = os.pathsep.join(part for part in (str(_PACKAGE_ROOT), inherited) if part)
    return subprocess.Popen(  # noqa: S603 - our own interpreter and a module of ours
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": search, "PYTHONUTF8": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


class Deadline:
    """When a document's time is up (time.monotonic seconds); recognising a page extends it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.at = time.monotonic() + limits.wall_seconds
        self._patience = limits.page_seconds

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self.at

    def hear(self, reply: Reply) -> None:
        """Takes note of a reply: how long the next one may take."""
        scanning = isinstance(reply, Recognising)
        self._patience = self.limits.scan_page_seconds if scanning else self.limits.page_seconds
        self.at += self.limits.scan_seconds if scanning else 0.0

    def start(self) -> float:
        """Until when the first reply may be waited for."""
        self._patience = self.limits.page_seconds
        return self.next()

    def next(self) -> float:
        """Until when the next reply may be waited for."""
        return min(self.at, time.monotonic() + self._patience)


def converse(request: Request, deadline: Deadline) -> Iterator[Reply]:
    """The child's replies to one request; raises ChildDied when it ends early, is silent too long, or time is up."""
    process = _command()
    lines: queue.Queue[bytes] = queue.Queue()
    reader = threading.Thread(target=_forward, args=(process, lines), daemon=True)
    reader.start()
    try:
        _ask(process, request)
        until = deadline.start()
        while True:
            reply = _next(process, lines, until)
            deadline.hear(reply)
            yield reply
            until = deadline.next()
            if isinstance(reply, Finished | Failed):
                return
    finally:
        process.kill()
        process.wait()
        reader.join()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def ask(module: str, request: bytes, seconds: float) -> bytes:
    """The one answer of a child process that runs `module`; raises ChildDied when it ends without or takes too long."""
    process = _command(module)
    try:
        answer, _ = process.communicate(request + b"\n", timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise ChildDied("timeout") from error
    finally:
        process.kill()
        process.communicate()
    if process.returncode or not answer:
        raise ChildDied(_how_it_died(process.returncode))
    return answer


def _ask(process: subprocess.Popen[bytes], request: Request) -> None:
    try:
        if process.stdin is not None:
            process.stdin.write(encode(request) + b"\n")
            process.stdin.flush()
    except BrokenPipeError as error:
        raise ChildDied("crashed") from error


def _forward(process: subprocess.Popen[bytes], lines: queue.Queue[bytes]) -> None:
    """Moves the child's output lines to the queue; an empty line marks the end."""
    if process.stdout is not None:
        while line := process.stdout.readline(LONGEST_REPLY):
            lines.put(line)
    lines.put(b"")


def _next(process: subprocess.Popen[bytes], lines: queue.Queue[bytes], until: float) -> Reply:
    try:
        line = lines.get(timeout=max(until - time.monotonic(), 0.01))
    except queue.Empty as error:
        raise ChildDied("timeout") from error
    if not line:
        raise ChildDied(_how_it_died(process.wait()))
    try:
        reply: Reply = decode_reply(line)
    except msgspec.MsgspecError as error:
        raise ChildDied("crashed") from error
    return reply


def _how_it_died(status: int) -> str:
    out_of_cpu = -int(getattr(signal, "SIGXCPU", 0))
    return "over_limit" if status in {OVER_MEMORY, out_of_cpu} - {0} else "crashed"


Done = TypeVar("Done", PageDone, TextDone)


class _Reader(Generic[Done]):
    """Reads all pages of a document in child processes. A page at which one dies is tried again, first in a new child,
    so that it does not pay for those before it; one that kills this too is lost, and another child goes on after it.

    `pages` is the number of pages once the first reply has come.
    """

    done: type[Done]

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path, self.limits = path, limits
        self.pages = 0
        self._next = 0
        self._lost = 0
        self.scans = 0

    def request(self, first: int) -> Request:
        """What to ask of a child that is to go on with the page at `first` (from 0)."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[Done | PageLost]:
        """Each page as read, or as lost with its reason; raises the IngestError that tells why none can be."""
        deadline = Deadline(self.limits)
        while True:
            first = self._next
            try:
                for reply in converse(self.request(first), deadline):
                    yield from self._take(reply)
            except ChildDied as death:
                if self._next == first or deadline.passed:
                    yield self._bury(death, deadline)
            else:
                return
            if self._next >= self.pages:
                return

    def _take(self, reply: Reply) -> Iterator[Done | PageLost]:
        if isinstance(reply, Opened):
            self.pages = reply.pages
        elif isinstance(reply, Failed):
            raise ERRORS[reply.code](self.path.name, limit=self.limits.pages)
        elif isinstance(reply, Recognising):
            self.scans += 1
        elif isinstance(reply, (PageLost, self.done)):
            self._next += 1
            yield reply

    def _bury(self, death: ChildDied, deadline: Deadline) -> PageLost:
        self._lost += 1
        if not self.pages or self._lost > self.limits.lost_pages or deadline.passed:
            code = "damaged" if death.code == "crashed" and not self.pages else "over_limit"
            raise ERRORS[code](self.path.name) from death
        self._next += 1
        return PageLost(self._next, death.code)


class PageReader(_Reader[PageDone]):
    """Reads pages with their tables; `check` asks for a second reading of each."""

    done = PageDone

    def __init__(self, path: Path, limits: Limits, *, check: bool) -> None:
        super().__init__(path, limits)
        self.check = check

    def request(self, first: int) -> Request:
        """Ask for tables."""
        return ReadPages(os.fsencode(self.path), self.limits, first, self.check, self.scans)


class TextReader(_Reader[TextDone]):
    """Reads pages as running text."""

    done = TextDone

    def request(self, first: int) -> Request:
        """Ask for lines of text."""
        return ReadText(os.fsencode(self.path), self.limits, first)


def draw_pictures(path: Path, folder: Path, pictures: list[RowPicture], limits: Limits) -> int:
    """Draws the rows' pictures into `folder` in child processes; returns how many it could draw.

    A page that kills its child has no pictures; another child goes on after it.
    """
    left = sorted(pictures, key=lambda picture: picture.page)
    deadline = Deadline(limits)
    drawn = 0
    for _ in range(limits.lost_pages + 1):
        request = DrawRows(os.fsencode(path), limits, os.fsencode(folder), left)
        done = left[0].page if left else 0
        try:
            for reply in converse(request, deadline):
                if isinstance(reply, Drawn | PageLost):
                    drawn += reply.pictures if isinstance(reply, Drawn) else 0
                    done = next((p.page for p in left if p.page > reply.number), left[-1].page + 1)
        except ChildDied:
            left = [picture for picture in left if picture.page > done]
        else:
            break
        if not left or deadline.passed:
            break
    return drawn
