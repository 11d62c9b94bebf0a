"""What an entry's page and its API answer show: measures with their marks, both texts, legal basis of the day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import msgspec

from kb.model.base import CodeName
from kb.model.card import ACTOR_NAMES, CONTROL_NAMES, PHASE_NAMES, STRENGTH_NAMES
from kb.model.document_entry import document_id
from kb.model.entry import Erratum, HazardEntry, Measure, StricterNow
from kb.model.official import OfficialRow, RowCheck
from kb.services.validity import CERTAINTY
from kb.store.knowledge import Knowledge
from web.misprints import mere_misprint
from web.views.labels import ERRATUM_FIELDS, LOCATION_KINDS
from web.views.segments import Run, Span, runs
from web.views.sources import SourceView, source_view


class MeasureView(msgspec.Struct, frozen=True, eq=False):
    """One line of 防范措施 with everything that must be seen beside it; compared by identity, see `HitFacts`."""

    strength: str
    strength_name: str
    runs: tuple[Run, ...]
    condition: str
    actor: str
    control: str
    phase: str
    permits: tuple[str, ...]
    specialist_only: bool
    not_printable: bool
    supplement: SourceView | None
    erratum: bool
    misprint: bool
    stricter: bool
    renders: tuple[int, ...]

    @property
    def plain(self) -> bool:
        """Whether nothing in it is marked."""
        return len(self.runs) == 1 and not self.runs[0].marked


@dataclass(frozen=True, slots=True)
class CautionView:
    """A correction to the manual or a stricter rule of today, with where it comes from; `slight`: a mere misprint."""

    text: str
    about: str
    source: SourceView | None
    slight: bool = False


@dataclass(frozen=True, slots=True)
class EntryView:
    """A row in plain words, for its page."""

    id: str
    industry: CodeName
    chapter_title: str
    chapter_url: str
    sections: tuple[str, ...]
    location: str
    location_kind: str
    also_called: tuple[str, ...]
    hazards: tuple[str, ...]
    accident_types: tuple[CodeName, ...]
    accident_types_printed: tuple[str, ...]
    measures: tuple[MeasureView, ...]
    errata: tuple[CautionView, ...]
    stricter_now: tuple[CautionView, ...]
    danger_prompt: str
    danger_prompt_certainty: str


@dataclass(frozen=True, slots=True)
class OfficialView:
    """The manual's own row, from the user's own PDF."""

    hazard: str
    accident_types: tuple[str, ...]
    control_measures: tuple[str, ...]
    legal_basis: str
    pages: tuple[int, ...]
    row_no: str
    flagged: bool
    checked: str
    review_url: str


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """An entry named by where it is and by its first hazard: for lists of other places."""

    url: str
    trail: str
    location: str
    hazard: str


def said_certainty(how: str) -> str:
    """Return how a statement is known in words; what is no known way of knowing stands for itself."""
    return next((words for code, words in CERTAINTY.items() if code == how), how)


def entry_url(entry_id: str) -> str:
    """Return the address of an entry's page."""
    return f"/entries/{entry_id}"


def place_link(entry: HazardEntry) -> PlaceLink:
    """Return a link to `entry` that says industry, chapter and place."""
    trail = f"{entry.industry.name} › {entry.chapter.title}"
    return PlaceLink(entry_url(entry.id), trail, entry.location, entry.hazards[0])


def measure_view(
    measure: Measure, entry: HazardEntry, knowledge: Knowledge, spans: Collection[Span] = ()
) -> MeasureView:
    """Return `measure` with its marks: strength, condition, who, when, permits, corrections."""
    said_in_text = measure.condition in measure.text
    return MeasureView(
        strength=measure.strength,
        strength_name=STRENGTH_NAMES[measure.strength],
        runs=runs(measure.text, spans),
        condition="" if said_in_text else measure.condition,
        actor=ACTOR_NAMES[measure.actor],
        control=CONTROL_NAMES[measure.control],
        phase="" if measure.phase == "normal" else PHASE_NAMES[measure.phase],
        permits=measure.permits,
        specialist_only=measure.specialist_only,
        not_printable=not measure.printable,
        supplement=source_view(measure.supplement, knowledge) if measure.supplement else None,
        erratum=bool(cautions_about((e for e in entry.errata if not mere_misprint(e.text)), measure)),
        misprint=bool(cautions_about((e for e in entry.errata if mere_misprint(e.text)), measure)),
        stricter=bool(cautions_about(entry.stricter_now, measure)),
        renders=measure.renders,
    )


def cautions_about(cautions: Iterable[Erratum | StricterNow], measure: Measure) -> str:
    """Return the texts of the cautions that name one of the official measures this line says."""
    return " ".join(c.text for c in cautions if set(c.measures) & set(measure.renders))


def entry_view(entry: HazardEntry, knowledge: Knowledge) -> EntryView:
    """Return `entry` for its page."""
    prompt = entry.major_danger_prompt
    return EntryView(
        id=entry.id,
        industry=entry.industry,
        chapter_title=entry.chapter.title,
        chapter_url=f"/industries/{entry.industry.code}/{entry.chapter.number}",
        sections=entry.section,
        location=entry.location,
        location_kind=LOCATION_KINDS[entry.location_kind],
        also_called=entry.also_called,
        hazards=entry.hazards,
        accident_types=entry.accident_types,
        accident_types_printed=entry.accident_types_printed,
        measures=tuple(measure_view(measure, entry, knowledge) for measure in entry.measures),
        errata=errata_views(entry, knowledge),
        stricter_now=stricter_views(entry, knowledge),
        danger_prompt=f"{prompt.item}：{prompt.text}" if prompt else "",
        danger_prompt_certainty=said_certainty(prompt.how) if prompt else "",
    )


def errata_views(entry: HazardEntry, knowledge: Knowledge) -> tuple[CautionView, ...]:
    """Return the faults of the manual carried by `entry`."""
    return tuple(
        CautionView(
            erratum.text,
            _place_in_row(ERRATUM_FIELDS.get(erratum.field, ""), erratum.measures),
            source_view(erratum.source, knowledge) if erratum.source else None,
            mere_misprint(erratum.text),
        )
        for erratum in entry.errata
    )


def stricter_views(entry: HazardEntry, knowledge: Knowledge) -> tuple[CautionView, ...]:
    """Return what today's rules demand beyond the manual's row."""
    return tuple(
        CautionView(s.text, _place_in_row("防范措施", s.measures), source_view(s.source, knowledge))
        for s in entry.stricter_now
    )


def _place_in_row(field: str, measures: tuple[int, ...]) -> str:
    numbers = "、".join(str(number) for number in measures)
    return f"手册{field}第 {numbers} 条" if numbers and field == "防范措施" else f"手册“{field}”一栏"


def said_check(check: RowCheck | None) -> str:
    """Return who looked at a row and when, empty when nobody did."""
    if check is None:
        return ""
    did = "更正" if check.kind == "correct" else "对照原件认可"
    return f"{check.who}于{check.when[:10]}{did}"


def official_view(row: OfficialRow | None) -> OfficialView | None:
    """Return the manual's own row for showing, or None where no row is attached (原文未对应)."""
    if row is None:
        return None
    return OfficialView(
        hazard=row.hazard,
        accident_types=row.accident_types,
        control_measures=row.control_measures,
        legal_basis=row.legal_basis,
        pages=row.pages,
        row_no=row.row_no,
        flagged=bool(row.flags),
        checked=said_check(row.checked),
        review_url=f"/review/{document_id(row.source)}/{row.id}" if row.source else "",
    )
