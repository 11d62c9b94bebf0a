"""The clauses of a document as its page lists them: which edition is shown for a day, each clause with both texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kb.model.clause import Clause, ClauseDigests, clause_id
from kb.model.regulation import Regulation
from kb.services.clauses import clauses_of
from kb.services.comparing import ClausePair, compare
from kb.services.validity import edition_on, status_on
from kb.store.knowledge import Knowledge
from web.errors import BadRequestError
from web.views.clause import SideBySide, clause_url, edition_name
from web.views.labels import DUTIES
from web.views.segments import runs
from web.views.validity import ValidityView, shown, unread


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause in the list of its document; `text` and `official` may be empty."""

    id: str
    label: str
    url: str
    heading: str
    text: str
    duty: str
    official: str
    penalty: str


@dataclass(frozen=True, slots=True)
class EditionLink:
    """An edition whose clauses can be read, and the address that shows it."""

    id: str
    name: str
    url: str
    shown: bool


@dataclass(frozen=True, slots=True)
class ClauseList:
    """The clauses shown of a document: of which edition, its state on the day, and which others there are.

    `missed` says in a sentence that the edition of the day is not the one shown, `caution` that nobody read a text.
    """

    edition: str
    name: str
    validity: ValidityView
    missed: str
    imported: str
    scope: str
    note: str
    caution: str
    lines: tuple[ClauseLine, ...]
    editions: tuple[EditionLink, ...]
    compare_url: str


def clause_list(regulation: Regulation, wanted: str, day: date, knowledge: Knowledge) -> ClauseList | None:
    """Return the clauses of the edition `wanted`, else of the one in force on `day`, else of the newest held."""
    held = held_editions(regulation, knowledge)
    if wanted and wanted not in held:
        raise BadRequestError(f"没有收录版本“{wanted}”的条款，现有：{'、'.join(held) or '无'}。")
    if not held:
        return None
    of_day = status_on(regulation, day).edition
    edition = wanted or (of_day if of_day in held else held[-1])
    missed = ""
    if not wanted and of_day and of_day != edition:
        missed = (
            f"这一天适用的是{edition_name(regulation, of_day)}，它的条款没有收录；"
            f"下面是{edition_name(regulation, edition)}，两版条号和内容可能不同。"
        )
    group, text = clauses_of(knowledge).group(regulation.id, edition), knowledge.imported(regulation.id, edition)
    return ClauseList(
        edition=edition,
        name=edition_name(regulation, edition),
        validity=shown(edition_on(regulation, edition, day), knowledge),
        missed=missed,
        imported=text.name if text else "",
        scope=group.scope if group else "",
        note=group.note if group else "",
        caution=unread(group.how) if group else "",
        lines=_lines(regulation, edition, group, knowledge),
        editions=tuple(
            EditionLink(e, edition_name(regulation, e), f"/regulations/{regulation.id}?edition={e}", e == edition)
            for e in held
        ),
        compare_url=f"/regulations/{regulation.id}/compare" if len(_texts(regulation, knowledge)) > 1 else "",
    )


def held_editions(regulation: Regulation, knowledge: Knowledge) -> list[str]:
    """Return the editions of which clauses are digested or imported, oldest first."""
    clauses = clauses_of(knowledge)
    return [
        e.id
        for e in regulation.editions
        if clauses.group(regulation.id, e.id) or knowledge.imported(regulation.id, e.id)
    ]


def _texts(regulation: Regulation, knowledge: Knowledge) -> list[str]:
    return [e.id for e in regulation.editions if knowledge.imported(regulation.id, e.id)]


def _lines(
    regulation: Regulation, edition: str, group: ClauseDigests | None, knowledge: Knowledge
) -> tuple[ClauseLine, ...]:
    digests = {digest.clause: digest for digest in group.digests} if group else {}
    texts = {clause.number: clause for clause in knowledge.edition_clauses(regulation.id, edition)}
    lines, before = [], ""
    for number in dict.fromkeys((*texts, *digests)):
        digest, official = digests.get(number), texts.get(number)
        heading = " › ".join(official.path) if official else ""
        identifier = clause_id(regulation.id, edition, number)
        lines.append(
            ClauseLine(
                id=identifier,
                label=_label(official) if official else clauses_of(knowledge).label(regulation.id, number),
                url=clause_url(identifier),
                heading=heading if heading != before else "",
                text=digest.text if digest else "",
                duty=DUTIES[digest.duty] if digest and digest.duty != "none" else "",
                official=official.text if official else "",
                penalty="；".join(penalty.text for penalty in digest.penalties) if digest else "",
            )
        )
        before = heading
    return tuple(lines)


def _label(clause: Clause) -> str:
    return f"{clause.label} {clause.heading}".strip()


@dataclass(frozen=True, slots=True)
class PairView:
    """An article in two editions, side by side; `state` says what became of it."""

    state: str
    sides: SideBySide


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions of a document: their names, the articles that differ, and how many do not."""

    old: EditionLink
    new: EditionLink
    pairs: tuple[PairView, ...]
    same: int
    choices: tuple[tuple[str, str], ...]
    by_map: bool


def comparison(regulation: Regulation, old: str, new: str, knowledge: Knowledge) -> Comparison | None:
    """Return two imported editions side by side, the two newest when none are named; None where there are not two.

    Raises BadRequestError for an edition that has not been imported.
    """
    held = _texts(regulation, knowledge)
    if len(held) < 2:
        return None
    old, new = old or held[-2], new or held[-1]
    if not {old, new} <= set(held):
        raise BadRequestError(f"只能对照已导入的版本：{'、'.join(held)}。")
    pairs = _compared(regulation, old, new, knowledge)
    return Comparison(
        old=EditionLink(old, edition_name(regulation, old), "", shown=False),
        new=EditionLink(new, edition_name(regulation, new), "", shown=True),
        pairs=tuple(_pair_view(pair) for pair in pairs if not pair.same),
        same=sum(pair.same for pair in pairs),
        choices=tuple((e, edition_name(regulation, e)) for e in held),
        by_map=clauses_of(knowledge).renumberings.between(regulation.id, old, new) is not None,
    )


def _compared(regulation: Regulation, old: str, new: str, knowledge: Knowledge) -> Sequence[ClausePair]:
    return compare(
        knowledge.edition_clauses(regulation.id, old),
        knowledge.edition_clauses(regulation.id, new),
        clauses_of(knowledge).renumberings.between(regulation.id, old, new),
    )


def _pair_view(pair: ClausePair) -> PairView:
    old, new = pair.old, pair.new
    state = "有改动" if old and new else ("新增" if new else "新版没有对应的条")
    sides = SideBySide(
        old.label if old else "",
        new.label if new else "",
        runs(old.text, pair.gone) if old else (),
        runs(new.text, pair.come) if new else (),
    )
    return PairView(state, sides)
