"""What single printed characters mean: private-use glyphs, radicals, full-width letters, raised and lowered figures."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

PRIVATE_USE = {0x1001B0: "."}
"""Founder's typesetter maps its own decimal point to plane 16."""

RAISED = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))

_KEPT_WIDE = frozenset("！（），：；？～")
"""Full-width forms that are Chinese punctuation; all other full-width forms are letters, digits and signs."""
_FOLDED = {"〜": "～", "―": "—", "‐": "-", "‑": "-", "−": "-", "﹣": "-", "﹪": "%", "﹤": "<", "﹥": ">"}
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}


@lru_cache(maxsize=1)
def radicals() -> dict[str, str]:
    """Radical characters (U+2E80–2FD5) to the ideographs they stand for, from the Unicode Character Database."""
    table = files("ingest").joinpath("radicals.txt").read_text(encoding="utf-8")
    pairs = (line.split()[:2] for line in table.splitlines() if line and not line.startswith("#"))
    return {chr(int(radical, 16)): chr(int(ideograph, 16)) for radical, ideograph in pairs}


@lru_cache(maxsize=4096)
def normal(character: str) -> str:
    """The character as the project stores it; Chinese punctuation and raised or lowered figures stay."""
    code = ord(character[0])
    if 0xFF01 <= code <= 0xFF5E:
        return character if character in _KEPT_WIDE else chr(code - 0xFEE0)
    if 0x2E80 <= code <= 0x2FDF:
        return radicals().get(character, character)
    if code in PRIVATE_USE:
        return PRIVATE_USE[code]
    return _FOLDED.get(character) or _LIGATURES.get(character, character)


def is_unknown(character: str) -> bool:
    """Whether the character has no agreed meaning: private use, or a replacement character."""
    code = ord(character[0])
    if code in PRIVATE_USE:
        return False
    return 0xE000 <= code <= 0xF8FF or code >= 0xF0000 or code == 0xFFFD


def raised(character: str) -> str:
    """The raised form of a normalised character (3 → ³), itself where Unicode has none."""
    return RAISED.get(character, character)


def lowered(character: str) -> str:
    """The lowered form of a normalised character (2 → ₂), itself where Unicode has none."""
    return LOWERED.get(character, character)
