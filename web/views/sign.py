"""What pages show of a safety sign (安全警示标志): name, kind and drawing, in the order they hang."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from kb.model.sign import SafetySign
from kb.services.cards import SIGN_ORDER
from kb.store.knowledge import Knowledge
from web.views.labels import SIGN_KINDS


@dataclass(frozen=True, slots=True)
class SignView:
    """A sign with what it is called, its kind in Chinese and the address of its drawing."""

    name: str
    kind_name: str
    url: str


def sign_url(sign_id: str) -> str:
    """Return the address of a sign's drawing."""
    return f"/signs/{quote(sign_id, safe='')}.svg"


def sign_views(ids: Iterable[str], knowledge: Knowledge) -> tuple[SignView, ...]:
    """Return the signs with these ids, each once: warning, prohibition, mandatory, safe condition."""
    return tuple(sign_view(sign) for sign in sorted((knowledge.sign(i) for i in dict.fromkeys(ids)), key=_place))


def sign_view(sign: SafetySign) -> SignView:
    """Return `sign` for showing."""
    return SignView(sign.name, SIGN_KINDS[sign.kind], sign_url(sign.id))


def _place(sign: SafetySign) -> int:
    return SIGN_ORDER.index(sign.kind)
