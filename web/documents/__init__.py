"""Documents to print: one `Card` in, a file out. `render` is what pages, JSON API and command line share."""

from __future__ import annotations

from web.documents.registry import (
    DOCUMENTS,
    Document,
    default_format,
    document_file_name,
    formats_of,
    offered,
    questions_for,
    render,
)

__all__ = [
    "DOCUMENTS",
    "Document",
    "default_format",
    "document_file_name",
    "formats_of",
    "offered",
    "questions_for",
    "render",
]
