"""The digest that ties an entry to the row of the manual it describes, whatever toolchain printed the row."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from kb.model.text import bare

_NUMBERING = re.compile(r"^\s*[(（]\s*[0-9０-９]{1,2}\s*[)）]")


def strip_numbering(text: str) -> str:
    """Return `text` without a leading “(1)”, which belongs to the list and not to the sentence."""
    return _NUMBERING.sub("", text, count=1).strip()


def official_digest(hazard: str, control_measures: Sequence[str]) -> str:
    """Return 16 hex digits that name a row by its hazard and measures.

    Spaces, punctuation, letter width, case and list numbering do not matter; every other character does, so
    two rows share a digest only when they say the same thing (DESIGN.md, “The two texts of an entry”).
    """
    hazard_text = bare(strip_numbering(hazard))
    measures_text = "".join(bare(strip_numbering(m)) for m in control_measures)
    return hashlib.sha256(f"{hazard_text}\x1f{measures_text}".encode()).hexdigest()[:16]
