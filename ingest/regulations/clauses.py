"""Parsed text into clauses: one for each article or numbered clause, under its headings, with its 款 and 项."""

from __future__ import annotations

from collections.abc import Iterator

from kb.model.clause import Clause, ClausePart, ParsedText, Unit, UnitKind

_DEPTH: dict[UnitKind, int] = {"part": 0, "chapter": 1, "section": 2, "appendix": 0}
_LEADING: tuple[UnitKind, ...] = ("article", "clause", "appendix")
_PARTS: tuple[UnitKind, ...] = ("article", "paragraph", "item", "subitem", "text")


def clauses(parsed: ParsedText, document: str, edition: str) -> tuple[Clause, ...]:
    """Return the clauses of `parsed` in order; their numbers are unique, also where the source repeats one."""
    path: dict[int, str] = {}
    found = []
    for leader, followers in _grouped(parsed.units):
        if leader.kind in _DEPTH:
            depth = _DEPTH[leader.kind]
            path = {d: title for d, title in path.items() if d < depth}
            path[depth] = f"{leader.label} {leader.text}".strip()
        if leader.kind in _LEADING and (leader.kind != "appendix" or parsed.style == "standard"):
            found.append(_clause(leader, followers, document, edition, tuple(path[d] for d in sorted(path))))
    return tuple(found)


def _grouped(units: tuple[Unit, ...]) -> Iterator[tuple[Unit, list[Unit]]]:
    """Yield each heading, article or clause with the units under it."""
    leader: Unit | None = None
    followers: list[Unit] = []
    for unit in units:
        if unit.kind in _LEADING or unit.kind in _DEPTH:
            if leader is not None:
                yield leader, followers
            leader, followers = unit, []
        else:
            followers.append(unit)
    if leader is not None:
        yield leader, followers


def _clause(leader: Unit, followers: list[Unit], document: str, edition: str, path: tuple[str, ...]) -> Clause:
    parts = [ClausePart(number=u.number, kind=u.kind, text=_words(u)) for u in followers if u.kind in _PARTS and u.text]
    first = leader.text
    if leader.kind == "article" and first:
        parts.insert(0, ClausePart(number=f"{leader.number}.1", kind="paragraph", text=first))
    lines = [p.text for p in parts]
    return Clause(
        document=document,
        edition=edition,
        number=leader.number,
        label=leader.label,
        heading="" if leader.kind == "article" else _heading(leader),
        text="\n".join(lines if leader.kind == "article" else [line for line in (first, *lines) if line]),
        path=path,
        parts=tuple(parts),
    )


def _words(unit: Unit) -> str:
    return f"{unit.label}{unit.text}"


def _heading(leader: Unit) -> str:
    """Return what stands on the label's own line: a standard's clause title."""
    first_line = leader.raw[leader.body :].split("\n", 1)[0]
    return first_line.strip(" #*\u3000\r")
