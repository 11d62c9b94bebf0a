"""Finds the pictures of an ingested row in the user's library; the ingest child drew them, the web opens no PDF."""

from __future__ import annotations

from pathlib import Path

from kb.model.official import OfficialRow, picture_name
from kb.store.library import Library

FOLDER = "pictures"
"""Where a document's pictures lie inside its folder of the library."""


class LibraryPictures:
    """The pictures of rows, by the row's own id and pages; nothing a reader types becomes part of a path."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def pictures(self, row: OfficialRow) -> tuple[Path, ...]:
        """Return the image files that show `row` on its pages, in page order; empty when there are none."""
        for document in self.library.documents():
            if row.source and document.name.startswith(row.source):
                pages = sorted({box.page for box in row.boxes} or set(row.pages))
                files = (document / FOLDER / Path(picture_name(row.id, page)).name for page in pages)
                return tuple(path for path in files if path.is_file())
        return ()
