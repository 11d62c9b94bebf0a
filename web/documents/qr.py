"""The QR code of a card: only where the plant has set a public address, else there is none."""

from __future__ import annotations

import io

import segno

from kb.model.card import Card


def card_address(card: Card) -> str:
    """Return the address that checks this card against the knowledge base, or empty without a public address."""
    base = card.options.public_url.rstrip("/")
    return f"{base}/posts/{card.post.code}/card?digest={card.digest[:16]}" if base else ""


def qr_svg(card: Card) -> str:
    """Return the QR code of the card's address as SVG, or empty."""
    address = card_address(card)
    if not address:
        return ""
    target = io.BytesIO()
    segno.make(address, error="m", micro=False).save(target, kind="svg", xmldecl=False, border=2)
    return target.getvalue().decode()
