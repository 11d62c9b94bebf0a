"""A quick scan of a page's content stream for the strings it shows and the fonts it shows them in.

It serves a count that only asks whether two readings of a page agree; where this scan errs the counts differ, and
pdfplumber decides. So it is written for speed: 4 ms a page of the manual, where pdfminer's tokeniser takes 90.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SHOW, FORM = "show", "form"

_TOKEN = re.compile(
    rb"<<(?:[^<>]|<[^<>]*>)*>>"  # a property list, passed over
    rb"|(<[0-9A-Fa-f\s]*>|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))"  # 1: a string
    rb"|/([^\s/<>\[\]()%]+)\s+[-+.\d]+\s+Tf\b"  # 2: a font
    rb"|/([^\s/<>\[\]()%]+)\s+Do\b"  # 3: a form or picture
    rb"|(?:(?<=\s)|^)([qQ])(?=\s|$)",  # 4: save or restore
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


def scan(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Font name and string token of each string shown, as (font, token, b""); forms as (b"", b"", name)."""
    font = b""
    saved: list[bytes] = []
    for token in _TOKEN.finditer(content):
        kind = token.lastindex
        if kind == 1:
            yield font, token[1], b""
        elif kind == 2:
            font = token[2]
        elif kind == 3:
            yield b"", b"", token[3]
        elif kind == 4 and token[4] == b"q":
            saved.append(font)
        elif kind == 4 and saved:
            font = saved.pop()


def string_bytes(token: bytes) -> bytes:
    """The bytes of a string token, hexadecimal <…> or literal (…)."""
    inside = token[1:-1]
    if token.startswith(b"<"):
        digits = b"".join(inside.split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return _ESCAPE.sub(_unescape, inside)


def _unescape(found: re.Match[bytes]) -> bytes:
    escaped = found[1]
    if escaped[:1].isdigit():
        return bytes([int(escaped, 8) & 0xFF])
    return _ESCAPED.get(escaped, escaped)
