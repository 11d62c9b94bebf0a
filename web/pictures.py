"""Finds the pictures of an ingested row in the user's library; the ingest child drew them, the web opens no PDF."""

from __future__ import annotations

import re
from pathlib import Path

from kb.model.official import OfficialRow
from kb.store.library import Library

_ID = re.compile(r"[a-z0-9_-]+")


class LibraryPictures:
    """Pictures lie in the document's folder as `pictures/{row}-{n}.png`, n from 1 in page order."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def pictures(self, row: OfficialRow) -> tuple[Path, ...]:
        """Return the image files that show `row` on its pages, in page order; empty when there are none."""
        if not _ID.fullmatch(row.id):
            return ()
        for document in self.library.documents():
            if row.source and document.name.startswith(row.source):
                found = (document / "pictures").glob(f"{row.id}-*.png")
                return tuple(sorted(found, key=lambda path: (len(path.name), path.name)))
        return ()
