"""The QR code of a card: only where the plant has set a public address, else there is none."""

from __future__ import annotations

import io
from urllib.parse import quote, urlencode

import segno

from kb.model.card import Card


def card_address(card: Card) -> str:
    """Return the address that checks this paper against what holds today, or empty without a public address."""
    base = card.options.public_url.rstrip("/")
    if not base:
        return ""
    if card.options.saved:
        return f"{base}/cards/{card.options.saved}/{card.digest[:16]}"
    said = [("digest", card.digest[:16])]  # and what it was taken over beside the knowledge base
    said += [("confirmed_by", name) for name in (card.options.practice_confirmed_by,) if name]
    said += [("add", key) for key in card.options.added]
    return f"{base}/posts/{card.post.code}/card?{urlencode(said, quote_via=quote)}"


def qr_svg(card: Card) -> str:
    """Return the QR code of the card's address as SVG, or empty."""
    address = card_address(card)
    if not address:
        return ""
    target = io.BytesIO()
    segno.make(address, error="m", micro=False).save(target, kind="svg", xmldecl=False, border=2)
    return target.getvalue().decode()
