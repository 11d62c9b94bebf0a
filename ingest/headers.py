"""The titles of a hazard table's columns, as the manual prints them and as plants write them in lists of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from ingest.rawtable import FIELDS

ENOUGH = 4
"""A row with so many of the six column titles is a header."""
NEEDED = frozenset({"location", "hazard", "control_measures"})
"""With these three, fewer are enough where cells are known for certain (Word, Excel)."""

_PRINTED = dict(
    zip(FIELDS, ("序号", "场所环节部位", "较大危险因素", "易发生的事故类型", "主要防范措施", "依据"), strict=True)
)
_NOT_TITLE = re.compile(r"[^\u4e00-\u9fff]")
_BRACKETED = re.compile(r"[（(][^（）()]*[)）]")


@lru_cache(maxsize=1)
def known_titles() -> dict[str, str]:
    """Each known title, bare of all but its Chinese characters, to its field: column_titles.txt and the manual's."""
    table = files("ingest").joinpath("column_titles.txt").read_text(encoding="utf-8")
    lines = (line.split(":") for line in table.splitlines() if line and not line.startswith("#"))
    variants = {title: field for field, titles in lines for title in titles.split()}
    return variants | {title: field for field, title in _PRINTED.items()}


@lru_cache(maxsize=4096)
def field_of(title: str) -> str:
    """The field a column of this title holds, '' for a title we do not know; brackets in it may be left out."""
    whole = known_titles().get(_NOT_TITLE.sub("", title))
    return whole or known_titles().get(_NOT_TITLE.sub("", _BRACKETED.sub("", title)), "")


def is_header(found: Mapping[str, object], *, certain: bool = False) -> bool:
    """Whether a row with these known titles is a header. `certain`: three are enough if they are the needed ones."""
    return len(found) >= ENOUGH or (certain and found.keys() >= NEEDED)
