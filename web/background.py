"""Work in processes beside the server: builds that follow a change, and workers that go on when the server stops."""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from collections.abc import Callable, Sequence

from kb.paths import command_line

log = logging.getLogger(__name__)

QUIET = 3.0
"""Seconds without a further request before a build starts: who corrects one row corrects the next soon after."""
PATIENCE = 30.0
"""Seconds after which it starts although requests keep coming."""
_FAILED = "知识库没有更新成功，网页上还是原来的内容；更正和上传的文件都还在。请运行 hazardkb build 看原因。"


class BackgroundBuild:
    """Runs `command` until `behind` says no, one at a time; what goes wrong is kept as a sentence for pages to show."""

    def __init__(self, command: Sequence[str], behind: Callable[[], bool], quiet: float = QUIET) -> None:
        self._command = list(command)
        self._behind = behind
        self._quiet = quiet
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._asked = 0.0
        self.failure = ""

    @property
    def running(self) -> bool:
        """Whether a build is waiting to start or under way in this process."""
        thread = self._thread
        return thread is not None and thread.is_alive()

    def request(self) -> None:
        """Have the edition built anew, soon; returns at once."""
        with self._lock:
            self._asked = time.monotonic()
            if not self.running:
                self._thread = threading.Thread(target=self._run, name="build", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._wait_for_quiet()
            asked = self._asked
            if self._behind() and not self._built():
                return
            with self._lock:
                if self._asked == asked and not self._behind():
                    self._thread = None
                    return

    def _wait_for_quiet(self) -> None:
        begun = time.monotonic()
        while time.monotonic() - self._asked < self._quiet and time.monotonic() - begun < PATIENCE:
            time.sleep(min(self._quiet, 0.2))

    def _built(self) -> bool:
        done = subprocess.run(self._command, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603 - our own program
        self.failure = "" if done.returncode == 0 else _FAILED
        if done.returncode:
            log.error("building the edition failed: %s", done.stderr.decode(errors="replace")[-2000:])
        return done.returncode == 0


class Worker:
    """A process of the project's own command line that works through what waits, and goes on when the server stops."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def wake(self, arguments: Sequence[str]) -> None:
        """Start the process unless the one started last still runs."""
        if self._process is not None and self._process.poll() is None:
            return
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [*command_line(), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
