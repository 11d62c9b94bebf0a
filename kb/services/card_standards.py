"""The standard an entry is checked against: the clauses it names, in their official words where they are imported.

Only what an entry itself names counts: the clause of a basis, the rule that is stricter now, the article of a prompt.
Clauses found by shared words (kb.services.bearing) are a list to look through and are no standard of any line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, Protocol

from kb.errors import NotFoundError
from kb.model.base import Source
from kb.model.card import StandardLine
from kb.model.citations_clauses import clause_label
from kb.model.clause import Clause, RegulationText, clause_id
from kb.model.entry import Basis, HazardEntry
from kb.model.numerals import to_int
from kb.model.regulation import ARTICLED, Regulation
from kb.services.bearing import PROMPTS
from kb.services.validity import MANUAL_DAY, edition_label, status_on

NO_CLAUSE = "未指明条款"
NOT_IMPORTED = "原文未导入"
_NO_DOCUMENT = "没有写明文件"
_EDITION_UNKNOWN = "引用的是哪一版没有核实"
_ARTICLE = re.compile("第([一二三四五六七八九十百]+)条((?:、?第[一二三四五六七八九十]+项)*)")
_ITEM = re.compile("第([一二三四五六七八九十]+)项")
_RANGE = re.compile(r"(.*?)(\d+)~\1(\d+)")
_MOST = 20
"""Most clauses a range is written out to."""


class ClauseTexts(Protocol):
    """Where documents and their imported texts are looked up; `kb.store.knowledge.Knowledge` satisfies it."""

    def regulation(self, key: str) -> Regulation:
        """Return a document of the catalogue; raises NotFoundError."""
        ...

    def clause_text(self, clause_id: str) -> Clause | None:
        """Return the official text of a clause, or None (原文未导入)."""
        ...

    def texts(self) -> tuple[RegulationText, ...]:
        """Return the official texts the user has imported, one an edition."""
        ...


class _Cited(NamedTuple):
    """A document in the edition that is meant, empty where that is not known."""

    regulation: Regulation
    edition: str


def basis_standards(bases: Iterable[Basis], source: ClauseTexts) -> Iterator[StandardLine]:
    """Yield the standards a list of bases names: the editions that were in force when the manual was issued."""
    for basis in bases:
        regulation = _regulation(basis.document, source)
        if regulation is None:
            yield StandardLine(where=basis.as_printed, missing=_NO_DOCUMENT)
        elif not basis.clause:
            advice = "请查原文" if _imported(regulation, source) else NOT_IMPORTED
            yield StandardLine(where=f"《{regulation.title}》", missing=f"{NO_CLAUSE}，{advice}")
        else:
            cited = _Cited(regulation, _edition(regulation, MANUAL_DAY))
            for clause in (part for c in basis.clause.split("、") for part in written_out(c)):
                yield _standard(cited, clause, source)


def entry_standards(entry: HazardEntry, source: ClauseTexts, as_of: str) -> tuple[StandardLine, ...]:
    """Return every standard an entry of the manual names; those of stricter rules and of prompts as of today."""
    day = date.fromisoformat(as_of)
    found = [*basis_standards(entry.legal_basis, source)]
    for number, measure in enumerate(entry.measures, start=1):
        if measure.supplement and measure.printable:
            found += _named(measure.supplement, source, day, (f"{entry.id}#{number}",))
    for rule in entry.stricter_now:
        lines = _keys(entry, rule.measures)
        if lines or not rule.measures:
            found += _named(rule.source, source, day, lines)
    if entry.major_danger_prompt:
        found += _named(
            Source(document=PROMPTS, clause=entry.major_danger_prompt.item, how="read_in_text"), source, day
        )
    return tuple(dict.fromkeys(found))


def spoken_clauses(regulation: Regulation, clauses: str) -> str:
    """Return clauses as read behind a title: 第六条、第八条 of a rule, 第6.6、7.3条 of a standard; empty for none."""
    labels = [clause_label(clause, articles=regulation.kind in ARTICLED) for clause in clauses.split("、") if clause]
    text = "、".join(labels)
    return text if not text or text.startswith("第") else f"第{text}条"


def written_out(clause: str) -> tuple[str, ...]:
    """Return the clauses of a range (5.1.3.2~5.1.3.6), or the clause itself."""
    ends = _RANGE.fullmatch(clause)
    if not ends:
        return (clause,)
    first, last = int(ends[2]), int(ends[3])
    if not first < last < first + _MOST:
        return (clause,)
    return tuple(f"{ends[1]}{number}" for number in range(first, last + 1))


def _named(statement: Source, source: ClauseTexts, day: date, lines: tuple[str, ...] = ()) -> list[StandardLine]:
    """Return the articles, or items of them, that a statement is taken from; nothing where it names none."""
    regulation = _regulation(statement.document, source)
    if regulation is None:
        return []
    cited = _Cited(regulation, _edition(regulation, day))
    return [_standard(cited, clause, source, lines) for clause in _articles(statement.clause)]


def _articles(text: str) -> Iterator[str]:
    """Yield the clauses of 第四条第一项、第六项 as numbers: 4.0.1 and 4.0.6."""
    for article, items in _ARTICLE.findall(text):
        named = _ITEM.findall(items)
        yield from (f"{to_int(article)}.0.{to_int(item)}" for item in named) if named else (str(to_int(article)),)


def _keys(entry: HazardEntry, measures: tuple[int, ...]) -> tuple[str, ...]:
    """Return the keys of the printed lines that render one of the official measures."""
    numbered = enumerate(entry.measures, start=1)
    return tuple(f"{entry.id}#{n}" for n, m in numbered if m.printable and set(m.renders) & set(measures))


def _standard(cited: _Cited, clause: str, source: ClauseTexts, lines: tuple[str, ...] = ()) -> StandardLine:
    regulation, edition = cited
    named = next((e for e in regulation.editions if e.id == edition), None)
    version = f"（{edition_label(regulation, named)}）" if named else ""
    where = f"《{regulation.title}》{version}{spoken_clauses(regulation, clause)}"
    text = _words(regulation.id, edition, clause, source) if edition else ""
    return StandardLine(where=where, text=text, missing="" if text else _missing(cited, source), lines=lines)


def _words(document: str, edition: str, clause: str, source: ClauseTexts) -> str:
    """Return the official words of a clause, or of the part of an article that it names; empty without any."""
    whole = source.clause_text(clause_id(document, edition, clause))
    if whole:
        return whole.text
    article = source.clause_text(clause_id(document, edition, clause.split(".", maxsplit=1)[0]))
    if article is None:
        return ""
    parts = {part.number: part.text for part in article.parts}
    wanted = clause.replace(".0.", ".1.")  # an item whose paragraph is not named stands in the first
    head, _, item = wanted.rpartition(".")
    if wanted not in parts or head not in parts or not item:
        return parts.get(wanted, "")
    return f"{parts[head]}{'……' if item != '1' else ''}{parts[wanted]}"


def _missing(cited: _Cited, source: ClauseTexts) -> str:
    """Return why there are no words; another edition's clause of that number may say something else."""
    imported = _imported(cited.regulation, source)
    if not imported:
        return NOT_IMPORTED
    if not cited.edition:
        return _EDITION_UNKNOWN
    if cited.edition in imported:
        return "导入的文本里没有这一条"
    others = (e for e in cited.regulation.editions if e.id in imported)
    names = "、".join(edition_label(cited.regulation, e) for e in others) or "另一版"
    return f"{NOT_IMPORTED}（导入的是{names}，条号可能不同）"


def _imported(regulation: Regulation, source: ClauseTexts) -> set[str]:
    """Return the editions of a document whose texts are imported."""
    return {text.edition for text in source.texts() if text.document == regulation.id}


def _edition(regulation: Regulation, day: date) -> str:
    """Return the edition that was in force on `day`, empty where that is not known."""
    found = status_on(regulation, day).edition
    return found or (regulation.editions[0].id if len(regulation.editions) == 1 else "")


def _regulation(key: str, source: ClauseTexts) -> Regulation | None:
    try:
        return source.regulation(key) if key else None
    except NotFoundError:
        return None
