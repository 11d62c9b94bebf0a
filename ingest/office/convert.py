"""Old Word files through LibreOffice, where it is installed: one file, a profile of its own, a clock."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from ingest.office.errors import ConversionError, OldWordError

SECONDS = 120


def old_word_to_docx(path: Path) -> bytes:
    """The DOCX LibreOffice makes of a DOC; raises OldWordError where it is missing, ConversionError if it fails."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise OldWordError(path.name)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source = Path(folder, "document.doc")
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", folder, str(source)]
        try:
            shutil.copyfile(path, source)
            _run(command)
            return Path(folder, "document.docx").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise ConversionError(path.name) from error


def _run(command: list[str]) -> None:
    """Runs the converter and, when it takes too long, ends it with the processes it started."""
    process = subprocess.Popen(  # noqa: S603  # a fixed program on a file the user named
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        if process.wait(SECONDS):
            raise subprocess.CalledProcessError(process.returncode, command)
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
