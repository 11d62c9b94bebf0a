"""An enterprise's logo as the documents draw it."""

from __future__ import annotations

import base64
import struct

from kb.model.card import Card

_SIGNATURE, _SIZE = b"\x89PNG\r\n\x1a\n", slice(16, 24)
"""A PNG begins with its signature; width and height stand in its first chunk, as two numbers of four bytes."""


def logo_svg(card: Card) -> str:
    """Return the card's logo (PNG) inside a drawing, empty when there is none."""
    content = card.options.logo
    if not content.startswith(_SIGNATURE) or len(content) < _SIZE.stop:
        return ""
    width, height = struct.unpack(">II", content[_SIZE])
    picture = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{picture}"/></svg>'
    )
