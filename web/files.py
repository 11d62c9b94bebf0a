"""A made document as an answer: what it is called, and whether a browser shows it or keeps it."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Response

from web.documents.registry import MEDIA_TYPES


def file_response(content: bytes, form: str, plain: str, name: str) -> Response:
    """Return `content` as the file `plain` (ASCII), shown as `name` where browsers can.

    A file of HTML brings its own script, which the site's policy would stop: it is to be saved, not run here.
    """
    shown = "attachment" if form == "html" else "inline"
    disposition = f"{shown}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=MEDIA_TYPES[form], headers={"content-disposition": disposition})
