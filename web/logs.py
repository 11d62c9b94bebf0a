"""The server's log: one rotating file, no addresses with what people asked, no names."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_SIZE = 1_000_000
"""Bytes after which a new file is begun; three old ones are kept."""


def log_to(folder: Path) -> None:
    """Write warnings and errors to `hazardkb.log` in `folder`, beside what goes to the console."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "hazardkb.log", maxBytes=_SIZE, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
