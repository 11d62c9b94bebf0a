"""Where things lie on disk: the shipped corpus and the user's data folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def corpus_folder() -> Path:
    """Return the folder of the shipped corpus, beside the packages both in a checkout and in an installed wheel."""
    return Path(__file__).resolve().parent.parent / "corpus"


def data_folder(explicit: str | None = None) -> Path:
    """Return the user's data folder: `explicit`, else $HAZARDKB_DATA, else the platform's per-user folder."""
    chosen = explicit or os.environ.get("HAZARDKB_DATA")
    if chosen:
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "hazardkb"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "hazardkb"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "hazardkb"


def command_line() -> list[str]:
    """Return how to run the project's command line as another process, from a checkout or from an installed wheel."""
    return [sys.executable, str(Path(__file__).resolve().parent.parent / "hazardkb.py")]
