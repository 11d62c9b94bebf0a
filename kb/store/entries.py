"""Entries as written (one YAML file a section) made into whole `HazardEntry` records, shared text filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from kb.errors import CorpusError
from kb.model.base import CodeName, Review
from kb.model.entry import Chapter, HazardEntry
from kb.model.industry import find_industry

_SHARED = ("hazards", "measures", "asked_as", "accident_types", "playbooks", "topics")
"""What an entry with `same_as` takes from the entry it names, where it says nothing itself."""

_CAUTIONS = ("errata", "stricter_now", "major_danger_prompt", "exceptions")
"""Cautions travel with the shared text: a warning on one row holds for its twin."""


class Vocabulary(msgspec.Struct, frozen=True):
    """What entries refer to by name: accident types (name → code) and chapters ((industry, number) → title)."""

    accident_types: Mapping[str, CodeName]
    chapters: Mapping[tuple[str, int], str]


def resolve_entries(files: Iterable[tuple[str, dict[str, Any]]], vocabulary: Vocabulary) -> list[HazardEntry]:
    """Return the entries of all section files, in the manual's order.

    `files` are (name, validated content). Raises CorpusError for a reference that leads nowhere or an id used twice.
    """
    rows = [row for name, content in files for row in _flatten(name, content)]
    by_id: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["id"] in by_id:
            raise CorpusError(f"条目编号 {row['id']} 在 {row['file']} 与 {by_id[row['id']]['file']} 中重复，请改其一。")
        by_id[row["id"]] = row
    entries = [_entry(_with_shared_text(row, by_id), vocabulary) for row in rows]
    return sorted(entries, key=lambda entry: entry_order(entry.id))


def entry_order(entry_id: str) -> tuple[int, int, int, int]:
    """Return the manual's order of an entry id: industry, chapter, place, hazard."""
    industry, chapter, place, hazard = entry_id.rsplit("-", 3)
    return (_INDUSTRY_ORDER.get(industry, 99), int(chapter), int(place), int(hazard))


_INDUSTRY_ORDER = {
    code: i
    for i, code in enumerate(
        ("metallurgy", "nonferrous", "building_materials", "machinery", "light_industry", "textile")
    )
}


def _flatten(name: str, content: dict[str, Any]) -> Iterable[dict[str, Any]]:
    head = {key: content[key] for key in ("industry", "chapter", "section", "review")}
    for place in content["places"]:
        of_place = {key: place.get(key) for key in ("place", "location", "location_kind", "also_called")}
        for entry in place["entries"]:
            if not entry["id"].startswith(f"{place['place']}-"):
                raise CorpusError(f"{name} 中条目 {entry['id']} 不属于场所 {place['place']}，请核对编号。")
            yield {"file": name, **head, **of_place, **entry}


def _with_shared_text(row: dict[str, Any], by_id: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    root_id = row.get("same_as")
    if not root_id:
        return row
    root = by_id.get(root_id)
    if root is None or root.get("same_as"):
        raise CorpusError(f"{row['file']} 中条目 {row['id']} 的 same_as 指向 {root_id}，该条不存在或本身也是引用。")
    shared = {key: root[key] for key in (*_SHARED, *_CAUTIONS) if key in root and not row.get(key)}
    return {**row, **shared}


def _entry(row: dict[str, Any], vocabulary: Vocabulary) -> HazardEntry:
    industry = find_industry(row["industry"])
    title = vocabulary.chapters.get((row["industry"], row["chapter"]))
    if industry is None or title is None:
        raise CorpusError(f"{row['file']} 的章 {row['industry']} {row['chapter']} 不在章目录里，请核对。")
    printed = row["accident_types"]["printed"]
    reviewed = row["accident_types"].get("reviewed", printed)
    return HazardEntry(
        id=row["id"],
        industry=industry,
        chapter=Chapter(industry=row["industry"], number=row["chapter"], title=title),
        place=row["place"],
        location=row["location"],
        location_kind=row["location_kind"],
        accident_types_printed=tuple(printed),
        accident_types=_accident_types(row, reviewed, vocabulary),
        review=msgspec.convert(row["review"], Review),
        **_plain_fields(row),
    )


def _accident_types(row: dict[str, Any], names: list[str], vocabulary: Vocabulary) -> tuple[CodeName, ...]:
    found = [vocabulary.accident_types.get(name) for name in names]
    if None in found:
        unknown = names[found.index(None)]
        raise CorpusError(f"{row['file']} 中条目 {row['id']} 的事故类型“{unknown}”不在词表里，请改用词表的名称。")
    return tuple(dict.fromkeys(t for t in found if t is not None))


_PLAIN = (
    "section", "also_called", "hazards", "measures", "legal_basis", "playbooks", "topics", "asked_as",
    "major_danger_prompt", "errata", "stricter_now", "exceptions", "same_as", "official_digest",
)  # fmt: skip


def _plain_fields(row: dict[str, Any]) -> dict[str, Any]:
    types = {field.name: field.type for field in msgspec.structs.fields(HazardEntry)}
    return {key: msgspec.convert(row[key], types[key]) for key in _PLAIN if row.get(key)}
