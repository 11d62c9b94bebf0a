"""What a clause's page and its API answer show: both texts, its state on a day, penalties, checks, places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from kb.errors import NotFoundError
from kb.model.clause import Clause, ClauseDigest, RegulationText, clause_id, split_clause_id
from kb.model.regulation import Regulation
from kb.model.renumbering import Moved
from kb.services.bearing import Bearing
from kb.services.clauses import ANSWERS, RECORDS, ClausePacket, ClauseReference, Target, clauses_of, places_of
from kb.services.comparing import changes
from kb.services.search_documents import short_title
from kb.services.validity import CERTAINTY, MANUAL_DAY, Validity, edition_label, edition_on, status_on
from kb.store.knowledge import Knowledge
from web.views.entry import PlaceLink, place_link
from web.views.labels import DUTIES
from web.views.segments import Run, runs
from web.views.sources import regulation_url
from web.views.validity import DocumentLink, ValidityView, full_title, shown, unread


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """Another clause that hangs on this one; `url` is empty where nothing is known of it but its number."""

    title: str
    label: str
    url: str
    text: str
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class BearingView:
    """A place the clause bears on, and why it is thought to."""

    place: PlaceLink
    why: str


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The texts of an article in two editions; what the other has not is marked."""

    old_label: str
    new_label: str
    old: tuple[Run, ...]
    new: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class DigestView:
    """What a clause requires in our own words, how it is looked at, and how that is known."""

    text: str
    duty: str
    check: tuple[str, ...]
    evidence: tuple[str, ...]
    source: str
    certainty: str
    scope: str
    note: str
    caution: str


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause itself: where it stands, its state, both texts (`lines` and `file` are empty where not imported)."""

    id: str
    label: str
    document: DocumentLink
    edition: str
    path: tuple[str, ...]
    validity: ValidityView
    digest: DigestView | None
    lines: tuple[str, ...]
    file: str
    xlsx_url: str


@dataclass(frozen=True, slots=True)
class ClauseAround:
    """What hangs on a clause. `moved` says where an old article went, `dropped` that it went nowhere."""

    moved: tuple[ReferenceView, ...]
    dropped: str
    forerunners: tuple[ReferenceView, ...]
    conflicts: tuple[ReferenceView, ...]
    penalties: tuple[ReferenceView, ...]
    punishes: tuple[ReferenceView, ...]
    bears_on: tuple[BearingView, ...]
    bears_count: int
    bears_caution: str
    side_by_side: tuple[SideBySide, ...]
    answers: tuple[str, ...]
    records: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class ClauseFound:
    """A clause asked for, with all that is known of it: any of `packet`, `official` and `moved` may be missing.

    Found once and shared, so compared by identity.
    """

    id: str
    clause: str
    regulation: Regulation
    edition: str
    label: str
    validity: Validity
    packet: ClausePacket | None
    official: Clause | None
    text: RegulationText | None
    moved: tuple[Moved, str] | None
    forerunners: tuple[ClauseReference, ...]


def clause_url(identifier: str) -> str:
    """Return the address of a clause's page."""
    return f"/clauses/{quote(identifier, safe='@:.')}"


def find_clause(key: str, day: date, knowledge: Knowledge) -> ClauseFound:
    """Return the clause with this id, or the one the words of `key` name; raises NotFoundError."""
    known = knowledge.once("found clauses", lambda: lru_cache(maxsize=2048)(lambda k, d: _find(k, d, knowledge)))
    return known(key, day)


def _find(key: str, day: date, knowledge: Knowledge) -> ClauseFound:
    document, edition, number = split_clause_id(key)
    if not number:
        named = clauses_of(knowledge).targets(key)
        if not named:
            raise NotFoundError(f"没有认出“{key}”是哪一条，请写成“安全生产法第三十五条”这样的名称和条号。", key)
        document, edition, number = named[0].document, named[0].edition, named[0].clause
    regulation = knowledge.regulation(document)
    found = _gathered(regulation, edition, number, (day, knowledge))
    if found is None:
        raise NotFoundError(missing(regulation, edition, number, knowledge), key)
    return found


def bears_on(found: ClauseFound, knowledge: Knowledge) -> tuple[Bearing, ...]:
    """Return the entries the clause bears on; a hit of a search does without, for it takes longer than the search."""
    return knowledge.once("bearings", lambda: lru_cache(maxsize=2048)(lambda f: _bearing(f, knowledge)))(found)


def _bearing(found: ClauseFound, knowledge: Knowledge) -> tuple[Bearing, ...]:
    places, group = places_of(knowledge), clauses_of(knowledge).group(found.regulation.id, found.edition)
    if found.packet and group:
        return places.bearing(group, found.packet.digest)
    citing = places.citing(found.regulation.id, found.clause)
    return tuple(Bearing(entry=key, cited=True) for key in places.entries if key in citing)


def missing(regulation: Regulation, edition: str, number: str, knowledge: Knowledge) -> str:
    """Return the sentence that says a clause is not there, and what there is."""
    label = clauses_of(knowledge).label(regulation.id, number)
    group = clauses_of(knowledge).group(regulation.id, edition)
    last = clauses_of(knowledge).label(regulation.id, group.digests[-1].clause) if group and group.digests else ""
    held = f"收录到{last}为止" if last else "这份文件的条文还没有收录，可用 hazardkb ingest 导入原文"
    return f"没有收录《{short_title(regulation)}》{label}：{held}。"


def _gathered(regulation: Regulation, edition: str, number: str, where: tuple[date, Knowledge]) -> ClauseFound | None:
    """Return the clause, or the article it is a part of, with all that is known of it; None for nothing."""
    article = number.split(".", maxsplit=1)[0]
    candidates = (_known(regulation, edition, n, where) for n in dict.fromkeys((number, article)))
    return next((found for found in candidates if found), None)


def _known(regulation: Regulation, edition: str, number: str, where: tuple[date, Knowledge]) -> ClauseFound | None:
    day, knowledge = where
    clauses = clauses_of(knowledge)
    identifier = clause_id(regulation.id, edition, number)
    official = knowledge.clause_text(identifier)
    packet = clauses.packet(regulation.id, number, day, edition)
    if packet is not None and packet.id != identifier:
        packet = None
    moved = clauses.moved(regulation.id, edition, number)
    if not (official or packet or moved or places_of(knowledge).citing(regulation.id, number)):
        return None
    return ClauseFound(
        id=identifier,
        clause=number,
        regulation=regulation,
        edition=edition,
        label=official.label if official else clauses.label(regulation.id, number),
        validity=edition_on(regulation, edition, day),
        packet=packet,
        official=official,
        text=knowledge.imported(regulation.id, edition),
        moved=moved,
        forerunners=clauses.forerunners(regulation.id, edition, number),
    )


def exists(target: Target, knowledge: Knowledge) -> ClauseFound | None:
    """Return the clause a query names when there is anything to show of it."""
    regulation = knowledge.regulation(target.document)
    return _gathered(regulation, target.edition, target.clause, (date.min, knowledge))


def edition_name(regulation: Regulation, edition_id: str) -> str:
    """Return how an edition is called, '' for one the catalogue does not know."""
    edition = next((e for e in regulation.editions if e.id == edition_id), None)
    return edition_label(regulation, edition) if edition else ""


def digest_view(packet: ClausePacket) -> DigestView:
    """Return the digest of a packet for showing."""
    digest: ClauseDigest = packet.digest
    certainty = CERTAINTY[packet.how]
    return DigestView(
        digest.text,
        DUTIES[digest.duty],
        digest.check,
        digest.evidence,
        packet.source,
        certainty,
        packet.scope,
        packet.note,
        unread(packet.how),
    )


def reference_views(references: Iterable[ClauseReference]) -> tuple[ReferenceView, ...]:
    """Return references for showing."""
    return tuple(
        ReferenceView(
            reference.title.removeprefix("中华人民共和国"),
            reference.label,
            clause_url(reference.id) if reference.id else "",
            reference.text,
            "" if reference.how == "read_in_text" else CERTAINTY[reference.how],
        )
        for reference in references
    )


def forerunner_views(found: ClauseFound) -> tuple[ReferenceView, ...]:
    """Return the old numbers of an article, each with its edition: several editions have a 第二十八条."""
    return tuple(
        replace(view, title=f"{view.title}（{edition_name(found.regulation, split_clause_id(reference.id)[1])}）")
        for reference, view in zip(found.forerunners, reference_views(found.forerunners), strict=True)
    )


def moved_views(found: ClauseFound, knowledge: Knowledge) -> tuple[ReferenceView, ...]:
    """Return today's articles that an old one became."""
    if found.moved is None:
        return ()
    moved, edition = found.moved
    clauses, title = clauses_of(knowledge), short_title(found.regulation)
    return tuple(
        ReferenceView(
            title,
            clauses.label(found.regulation.id, number),
            clause_url(clause_id(found.regulation.id, edition, number)),
            moved.note,
            CERTAINTY[moved.how],
        )
        for number in moved.new
    )


def bearing_views(bearing: Iterable[Bearing], knowledge: Knowledge) -> list[BearingView]:
    """Return the places of a clause for showing, each with the reason."""
    return [BearingView(place_link(knowledge.entry(b.entry)), _why(b)) for b in bearing]


def _why(bears: Bearing) -> str:
    if bears.cited:
        return "手册引用这一条"
    return "条目提示可能涉及这一条" if bears.prompted else f"文字提到{'、'.join(bears.words)}"


def side_by_side(found: ClauseFound, knowledge: Knowledge) -> list[SideBySide]:
    """Return this clause beside its forerunners, or beside what it became, where both texts have been imported."""
    if found.official is None:
        return []
    regulation, own = found.regulation, found.official
    pairs: list[tuple[Clause | None, Clause | None]] = [
        (knowledge.clause_text(reference.id), own) for reference in found.forerunners
    ]
    if found.moved is not None:
        moved, edition = found.moved
        pairs += [(own, knowledge.clause_text(clause_id(regulation.id, edition, n))) for n in moved.new]
    return [compared(regulation, old, new) for old, new in pairs if old is not None and new is not None]


def compared(regulation: Regulation, old: Clause, new: Clause) -> SideBySide:
    """Return two texts with their differences marked."""
    gone, come = changes(old.text, new.text)
    return SideBySide(
        f"{edition_name(regulation, old.edition)} {old.label}",
        f"{edition_name(regulation, new.edition)} {new.label}",
        runs(old.text, gone),
        runs(new.text, come),
    )


def clause_view(found: ClauseFound, knowledge: Knowledge) -> ClauseView:
    """Return the clause itself for showing."""
    regulation, official = found.regulation, found.official
    return ClauseView(
        id=found.id,
        label=f"{found.label} {official.heading}".strip() if official else found.label,
        document=DocumentLink(full_title(regulation), regulation_url(regulation.id)),
        edition=edition_name(regulation, found.edition),
        path=official.path if official else (),
        validity=shown(found.validity, knowledge),
        digest=digest_view(found.packet) if found.packet else None,
        lines=tuple(official.text.split("\n")) if official else (),
        file=found.text.name if found.text else "",
        xlsx_url=f"{clause_url(found.id)}/packet.xlsx" if found.packet else "",
    )


def _cited_otherwise(found: ClauseFound, bearing: Iterable[Bearing]) -> str:
    """Return the warning that the manual meant the edition of its day, '' where this is it or nothing cites it."""
    then = status_on(found.regulation, MANUAL_DAY).edition
    if then == found.edition or not any(b.cited for b in bearing):
        return ""
    of_then = f"{edition_name(found.regulation, then)}，" if then else "当时的版本，"
    here = edition_name(found.regulation, found.edition)
    return f"手册 2016 年引用的是{of_then}本页是{here}，条号和内容可能已经不同。"


def clause_around(found: ClauseFound, knowledge: Knowledge, limit: int | None = None) -> ClauseAround:
    """Return what hangs on the clause, at most `limit` of the places it bears on, by default all."""
    packet, bearing = found.packet, bears_on(found, knowledge)
    dropped = found.moved[0].note or "新版没有这一条" if found.moved and not found.moved[0].new else ""
    return ClauseAround(
        moved=moved_views(found, knowledge),
        dropped=dropped,
        forerunners=forerunner_views(found),
        conflicts=reference_views(packet.conflicts) if packet else (),
        penalties=reference_views(packet.penalties) if packet else (),
        punishes=reference_views(packet.punishes) if packet else (),
        bears_on=tuple(bearing_views(bearing[:limit], knowledge)),
        bears_count=len(bearing),
        bears_caution=_cited_otherwise(found, bearing),
        side_by_side=tuple(side_by_side(found, knowledge)),
        answers=ANSWERS,
        records=RECORDS,
    )
