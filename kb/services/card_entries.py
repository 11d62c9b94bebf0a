"""Entries, scenarios and equipment as a card shows them: records in, card records out; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from kb.errors import NotFoundError
from kb.model.base import CodeName, Source
from kb.model.card import (
    AccidentName,
    BasisLine,
    CardEntry,
    CardLine,
    CardOptions,
    CardQualification,
    CardScenario,
    Mark,
    Origin,
    Protective,
)
from kb.model.document_entry import DocumentEntry, where_in
from kb.model.entry import Basis, HazardEntry, Measure
from kb.model.official import OfficialRow
from kb.model.playbook import Line, Playbook
from kb.model.post import Post
from kb.model.regulation import Regulation
from kb.model.sign import SafetySign
from kb.services.card_standards import ClauseTexts, basis_standards, entry_standards, spoken_clauses
from kb.services.validity import CERTAINTY, MANUAL_DAY, Validity, status_on


class CardSource(ClauseTexts, Protocol):
    """What a card is made from; `kb.store.knowledge.Knowledge` satisfies it."""

    edition: str

    def post_entries(self, post_id: str) -> tuple[HazardEntry, ...]:
        """Return the entries of a post in the manual's order."""
        ...

    def document_entry(self, entry_id: str) -> DocumentEntry:
        """Return a row of another document; raises NotFoundError."""
        ...

    def all_entries(self) -> tuple[HazardEntry, ...]:
        """Return every entry there is, for the wrong options of questions."""
        ...

    def playbook(self, key: str) -> Playbook:
        """Return a playbook; raises NotFoundError."""
        ...

    def sign(self, sign_id: str) -> SafetySign:
        """Return a safety sign; raises NotFoundError."""
        ...

    def official(self, entry_id: str) -> OfficialRow | None:
        """Return the manual's own row where the user has ingested it and it was matched."""
        ...

    def accident_names_2025(self, code: str) -> tuple[str, ...]:
        """Return what GB 6441-2025 calls this accident type; empty where the crosswalk gives none."""
        ...


def source_text(statement: Source, source: CardSource) -> str:
    """Return where a statement is from, as printed: title, number, clause, else the note; and how it is known."""
    where = statement.note
    if statement.document:
        where = f"{_title(statement.document, source)}{statement.clause}"
    if statement.how == "general_practice":
        return where or "通用做法"
    return f"{where}，{CERTAINTY[statement.how]}" if where else CERTAINTY[statement.how]


def origin_of(statement: Source | None) -> Origin:
    """Return the origin tag of a statement: none, or a note that names it, means the manual; a document means law."""
    if statement is None or (statement.how == "read_in_text" and statement.note.startswith("手册")):
        return "manual"
    return "law" if statement.document and statement.how != "general_practice" else "practice"


def card_entry(entry: HazardEntry, source: CardSource, options: CardOptions) -> CardEntry:
    """Return `entry` with its printable lines, marks, and bases looked up on the card's day."""
    lines = [
        _measure_line(entry, number, source, options)
        for number, measure in enumerate(entry.measures, start=1)
        if measure.printable
    ]
    lines += _own_lines(entry.id, options)
    official = source.official(entry.id)
    return CardEntry(
        id=entry.id,
        industry=entry.industry,
        chapter=entry.chapter.title,
        place=entry.place,
        location=entry.location,
        hazards=entry.hazards,
        accidents=tuple(_accident(accident, source) for accident in entry.accident_types),
        lines=tuple(lines),
        basis=tuple(basis_line(basis, source, options.as_of) for basis in entry.legal_basis),
        marks=_entry_marks(entry, source),
        danger_prompt=entry.major_danger_prompt.text if entry.major_danger_prompt else "",
        playbooks=entry.playbooks,
        official=official.control_measures if official else (),
        standards=entry_standards(entry, source, options.as_of),
        unprinted=sum(not measure.printable for measure in entry.measures),
        also_called=entry.also_called,
        asked_as=entry.asked_as,
    )


def document_card_entry(entry: DocumentEntry, source: CardSource, options: CardOptions) -> CardEntry:
    """Return a row of another document as a card shows it: its own sentences, and where they are from."""
    row = entry.row
    measures = [(f"{entry.id}#{number}", text) for number, text in enumerate(row.control_measures, start=1)]
    lines = [CardLine(key=k, text=text, origin="document", state=options.states.get(k, "")) for k, text in measures]
    return CardEntry(
        id=entry.id,
        industry=entry.industry or CodeName("", ""),
        chapter=row.chapter,
        place=entry.document.code,
        location=row.location,
        hazards=(row.hazard,),
        accidents=tuple(_accident(accident, source) for accident in entry.accident_types),
        lines=(*lines, *_own_lines(entry.id, options)),
        basis=tuple(basis_line(basis, source, options.as_of) for basis in entry.legal_basis),
        marks=(Mark(kind="document", text=said_of_document(entry)),),
        standards=tuple(basis_standards(entry.legal_basis, source)),
    )


def said_of_document(entry: DocumentEntry) -> str:
    """Return where a row is from and how far it may be relied on, for people and for paper."""
    where = "".join(filter(None, (where_in(entry.row), f"第{entry.number}条")))
    check = entry.row.checked
    looked = f"，{check.who}{'更正过' if check.kind == 'correct' else '核对过'}" if check else ""
    return f"{entry.document.name}，{where}，原文照录{looked}，未经本知识库校核。"


def _own_lines(entry_id: str, options: CardOptions) -> list[CardLine]:
    own = [line.text for line in options.own_lines if line.entry == entry_id]
    return [CardLine(key=f"{entry_id}#own{number}", text=t, origin="enterprise") for number, t in enumerate(own, 1)]


def basis_line(basis: Basis, source: CardSource, as_of: str) -> BasisLine:
    """Return a cited document with its status on the day `as_of` (ISO); unknown documents keep their printed words."""
    document = _document(basis.document, source)
    if document is None:
        return BasisLine(title=basis.as_printed, as_printed=basis.as_printed)
    validity = status_on(document, date.fromisoformat(as_of), MANUAL_DAY)
    return BasisLine(
        document=document.id,
        title=_named(document),
        clause=spoken_clauses(document, basis.clause),
        as_printed=basis.as_printed,
        status=validity.code,
        status_name=validity.name,
        status_text=validity.text,
        replaced_by=_successors(validity, source),
        certainty=validity.certainty,
    )


def card_scenario(playbook: Playbook, source: CardSource, options: CardOptions) -> CardScenario:
    """Return a playbook's lines that may be printed: general practice only where a named reviewer has confirmed it.

    Steps and first aid are sequences: with one line unconfirmed the whole sequence is left out, for what remained
    would read as a complete order of doing things that begins in the middle.
    """
    steps, first_aid = (lines if all(_confirmed(line, options) for line in lines) else () for lines in (
        playbook.steps, playbook.first_aid,
    ))  # fmt: skip
    signs, never = (tuple(line for line in lines if _confirmed(line, options)) for lines in (
        playbook.signs, playbook.never,
    ))  # fmt: skip
    everything = len(playbook.signs) + len(playbook.steps) + len(playbook.never) + len(playbook.first_aid)
    return CardScenario(
        id=playbook.id,
        title=playbook.title,
        first=playbook.first,
        accidents=playbook.accident_types,
        signs=_playbook_lines(signs, source),
        steps=_playbook_lines(steps, source),
        never=_playbook_lines(never, source),
        first_aid=_playbook_lines(first_aid, source),
        calls=playbook.calls,
        equipment=playbook.equipment,
        safety_signs=tuple(source.sign(key) for key in playbook.safety_signs),
        omitted=everything - len(signs) - len(steps) - len(never) - len(first_aid),
        asked_as=(*playbook.aliases, *playbook.asked_as),
    )


def protective_items(post: Post, source: CardSource) -> tuple[Protective, ...]:
    """Return the post's protective equipment (参考配备) with its sources."""
    return tuple(
        Protective(
            name=item.name, when=item.when, origin=origin_of(item.source), source=source_text(item.source, source)
        )
        for item in post.protective_equipment
    )


def qualifications(post: Post, source: CardSource) -> tuple[CardQualification, ...]:
    """Return the certificates the post needs with the rules that demand them."""
    return tuple(
        CardQualification(name=item.name, category=item.category, source=source_text(item.source, source))
        for item in post.qualifications
    )


def _measure_line(entry: HazardEntry, number: int, source: CardSource, options: CardOptions) -> CardLine:
    measure = entry.measures[number - 1]
    key = f"{entry.id}#{number}"
    return CardLine(
        key=key,
        text=measure.text,
        renders=measure.renders,
        origin=origin_of(measure.supplement),
        strength=measure.strength,
        actor=measure.actor,
        control=measure.control,
        phase=measure.phase,
        condition=measure.condition,
        permits=measure.permits,
        marks=_measure_marks(entry, measure, source),
        source=source_text(measure.supplement, source) if measure.supplement else "",
        state=options.states.get(key, ""),
    )


def _measure_marks(entry: HazardEntry, measure: Measure, source: CardSource) -> tuple[Mark, ...]:
    """Return the warnings that go with a line: those about an official measure it renders, and specialist-only."""
    said = set(measure.renders)
    marks = [_erratum_mark(e.text, e.source, source) for e in entry.errata if said & set(e.measures)]
    marks += [_stricter_mark(s.text, s.source, source) for s in entry.stricter_now if said & set(s.measures)]
    if measure.specialist_only:
        marks.append(Mark(kind="specialist_only"))
    return tuple(marks)


def _entry_marks(entry: HazardEntry, source: CardSource) -> tuple[Mark, ...]:
    """Return the warnings about the entry as a whole, or about measures no printed line renders."""
    said = {number for measure in entry.measures if measure.printable for number in measure.renders}
    marks = [_erratum_mark(e.text, e.source, source) for e in entry.errata if not said & set(e.measures)]
    marks += [_stricter_mark(s.text, s.source, source) for s in entry.stricter_now if not said & set(s.measures)]
    return tuple(marks)


def _erratum_mark(text: str, statement: Source | None, source: CardSource) -> Mark:
    return Mark(kind="erratum", text=text, source=source_text(statement, source) if statement else "")


def _stricter_mark(text: str, statement: Source, source: CardSource) -> Mark:
    return Mark(kind="stricter_now", text=text, source=source_text(statement, source))


def _accident(accident: CodeName, source: CardSource) -> AccidentName:
    return AccidentName(code=accident.code, name=accident.name, names_2025=source.accident_names_2025(accident.code))


def _playbook_lines(lines: Iterable[Line], source: CardSource) -> tuple[CardLine, ...]:
    return tuple(
        CardLine(text=line.text, origin=origin_of(line.source), role=line.role, source=source_text(line.source, source))
        for line in lines
    )


def _confirmed(line: Line, options: CardOptions) -> bool:
    unproven = line.source.how == "general_practice"
    return not unproven or bool(line.confirmed_by or options.practice_confirmed_by)


def _successors(validity: Validity, source: CardSource) -> tuple[str, ...]:
    """Return the titles of what replaces a document; `document@edition` names a newer edition of it."""
    found = []
    for successor in validity.successors:
        document_id, _, edition = successor.partition("@")
        found.append(_title(document_id, source) + (f"{edition}版" if edition else ""))
    return tuple(found)


def _title(document_id: str, source: CardSource) -> str:
    document = _document(document_id, source)
    return _named(document) if document else document_id


def _named(document: Regulation) -> str:
    title = f"《{document.title}》"
    return f"{title}（{document.number}）" if document.number else title


def _document(document_id: str, source: CardSource) -> Regulation | None:
    if not document_id:
        return None
    try:
        return source.regulation(document_id)
    except NotFoundError:
        return None
