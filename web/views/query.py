"""The words and filters of a search as they stand in an address: read once for page and API, written back as links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, TypeVar
from urllib.parse import quote_plus

from kb.model.industry import find_industry
from kb.model.regulation import REGULATION_KINDS
from kb.model.search import KIND_NAMES, MAX_PER_PAGE, MAX_QUERY, Kind, SearchQuery
from kb.services.search_status import editions_with
from kb.services.validity import NAMES, Code
from kb.store.knowledge import Knowledge
from web.errors import BadRequestError

T = TypeVar("T", bound=str)

FILTERS = (
    "kind", "industry", "accident_type", "chapter", "post", "document", "regulation_kind", "status", "year",
    "emergency",
)  # fmt: skip
"""Filters in the order they stand in an address."""

_WRITTEN = ("q", *FILTERS, "literal")

quoted = lru_cache(maxsize=4096)(quote_plus)
"""The same few hundred codes stand on every page of results."""

MAX_PAGE = 1000
"""No one turns a thousand pages; beyond it only machines go."""


@dataclass(frozen=True)
class SearchState:
    """What the address of a search says: the words and the filters as given, page and page size as numbers."""

    q: str = ""
    kind: str = ""
    industry: str = ""
    accident_type: str = ""
    chapter: str = ""
    post: str = ""
    document: str = ""
    regulation_kind: str = ""
    status: str = ""
    year: str = ""
    emergency: str = ""
    literal: str = ""
    page: int = 1
    per_page: int = 0

    def url(self, path: str = "/search", **changes: str | int) -> str:
        """Return the address of this search with `changes`; changing anything but the page goes back to page 1."""
        given = {name: changes.get(name, getattr(self, name)) for name in _WRITTEN}
        page, per_page = int(changes.get("page", 1)), int(changes.get("per_page", self.per_page))
        given |= {"page": page if page > 1 else 0, "per_page": per_page}
        written = "&".join(f"{name}={quoted(str(value))}" for name, value in given.items() if value)
        return f"{path}?{written}" if written else path

    def filters(self) -> dict[str, str]:
        """Return the filters that are set."""
        return {name: getattr(self, name) for name in FILTERS if getattr(self, name)}


def read_state(params: Mapping[str, str]) -> SearchState:
    """Return what the parameters of an address say; raises BadRequestError for a page that is no number."""
    text = {name: params.get(name, "").strip()[:200] for name in (*FILTERS, "literal")}
    return SearchState(
        q=params.get("q", "").strip(),
        page=_number(params, "page", 1, MAX_PAGE),
        per_page=_number(params, "per_page", 0, MAX_PER_PAGE),
        **text,
    )


def _number(params: Mapping[str, str], name: str, default: int, largest: int) -> int:
    text = params.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= largest):
        raise BadRequestError(f"参数 {name} 应是 1 到 {largest} 的整数，请改正后重试。")
    return int(text)


def search_query(state: SearchState, knowledge: Knowledge, day: date, per_page: int) -> SearchQuery:
    """Return the query `state` asks on `day`, `per_page` hits a page unless it says so, names turned into codes;
    raises BadRequestError for an unknown filter value."""
    status = status_code(state.status)
    return SearchQuery(
        text=state.q[:MAX_QUERY],
        cut=len(state.q) > MAX_QUERY,
        kind=_kind(state.kind),
        industry=_industry(state.industry),
        accident_type=_accident_type(state.accident_type, knowledge),
        chapter=state.chapter,
        post=knowledge.post(state.post).id if state.post else "",
        document=knowledge.regulation(state.document).id if state.document else "",
        regulation_kind=str(_code("文件种类", state.regulation_kind, REGULATION_KINDS)),
        year=_year(state.year),
        editions=editions_with(status, knowledge, day) if status else None,
        emergency=_switch("emergency", state.emergency),
        literal=_switch("literal", state.literal),
        page=state.page,
        per_page=state.per_page or per_page,
    )


def _switch(name: str, value: str) -> bool:
    if value not in ("", "0", "1"):
        raise BadRequestError(f"参数 {name} 只能是 1 或 0，请改正后重试。")
    return value == "1"


def _kind(value: str) -> Kind | None:
    return _code("类别", value, KIND_NAMES) or None


def status_code(value: str) -> Code | Literal[""]:
    """Return the code of a state of law given by code or name, '' for none; raises BadRequestError."""
    return _code("效力", value, NAMES)


def _code(what: str, value: str, names: Mapping[T, str]) -> T | Literal[""]:
    """Return the code whose code or name is `value`."""
    for code, name in names.items():
        if value in (code, name):
            return code
    if value:
        raise BadRequestError(f"没有“{value}”这个{what}，可用：{'、'.join(names.values())}。")
    return ""


def _year(value: str) -> str:
    if value and not (value.isascii() and value.isdigit() and len(value) == 4):
        raise BadRequestError("参数 year 应是四位年份，如 2021，请改正后重试。")
    return value


def _industry(value: str) -> str:
    if not value:
        return ""
    industry = find_industry(value)
    if industry is None:
        raise BadRequestError(f"没有“{value}”这个行业，可用：冶金、有色、建材、机械、轻工、纺织。")
    return industry.code


def _accident_type(value: str, knowledge: Knowledge) -> str:
    if not value:
        return ""
    types = knowledge.accident_types()
    code = next((code for code, name in types.items() if value in (code, name)), "")
    if not code:
        raise BadRequestError(f"没有“{value}”这个事故类型，可用：{'、'.join(types.values())}。")
    return code
