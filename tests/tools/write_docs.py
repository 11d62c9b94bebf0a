"""Write the generated pages of docs/ (`make docs`); tests/test_docs.py fails when they are stale."""

from __future__ import annotations

from pathlib import Path

from kb.check.schema_page import schema_page
from kb.paths import corpus_folder
from tests.tools.third_party import third_party_page

DOCS = Path(__file__).resolve().parents[2] / "docs"


def pages() -> dict[Path, str]:
    """Return every generated page by its path."""
    return {DOCS / "corpus.md": schema_page(corpus_folder()), DOCS / "third-party.md": third_party_page()}


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
