"""Whether a document applies on a day: pure, asked per request, each answer with its certainty in words."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kb.model.base import HowKnown, Record
from kb.model.regulation import Edition, Fact, Regulation, Successor

Code = Literal["in_force", "superseded", "repealed", "not_yet", "unknown"]

NAMES: dict[Code, str] = {
    "in_force": "现行有效",
    "superseded": "已被代替",
    "repealed": "已废止",
    "not_yet": "尚未施行",
    "unknown": "效力未核实",
}
CERTAINTY: dict[HowKnown, str] = {
    "read_in_text": "已读到文本",
    "third_party": "据第三方资料",
    "general_knowledge": "据一般知识，未见原文",
    "general_practice": "据通行做法，未见原文",
    "unverified": "未核实",
}
"""How a statement is known, in the words shown beside it."""

_STRENGTH: tuple[HowKnown, ...] = (
    "read_in_text", "third_party", "general_knowledge", "general_practice", "unverified",
)  # fmt: skip
_SURE: tuple[HowKnown, ...] = ("read_in_text", "third_party")
"""What may be called in force: an edition read, or listed by a third party; common knowledge of an edition is not
knowledge that nothing has replaced it."""
MANUAL_DAY = date(2016, 2, 1)
"""When the manual was issued: what it cites means the editions in force then."""


class Validity(Record, frozen=True, kw_only=True):
    """What is known of a document on `day`: a code, its Chinese name, one sentence, and how surely.

    `edition` is the id of the edition the statement is about; `successors` are catalogue ids, or
    `document@edition` where a newer edition of the same document took its place.
    """

    code: Code
    name: str
    text: str
    how: HowKnown
    certainty: str
    day: str
    edition: str = ""
    successors: tuple[str, ...] = ()


def weakest(*hows: HowKnown) -> HowKnown:
    """Return the least sure of several ways of knowing."""
    return max(hows, key=_STRENGTH.index)


def status_on(regulation: Regulation, day: date, cited_on: date | None = None) -> Validity:
    """Return what applies of `regulation` on `day` (a date in Asia/Shanghai).

    With `cited_on`, the statement is about the edition in force when it was cited (`MANUAL_DAY` for the manual):
    superseded when a newer edition has taken its place. A date known only to the year leaves that year unsettled.
    """
    gone = _ended(regulation, day)
    if gone:
        return gone
    current, doubtful = _current(regulation, day)
    if cited_on is not None:
        replaced = _newer_edition(regulation, day, cited_on, current)
        if replaced:
            return replaced
    if current is None:
        return _without_current(regulation, day, doubtful)
    return _in_force(regulation, day, current, doubtful)


def edition_on(regulation: Regulation, edition_id: str, day: date) -> Validity:
    """Return what applies on `day` of one edition: in force, not yet, superseded by a newer one, or as the document.

    An edition known without its date of coming into force is never called in force beside a newer one.
    """
    whole = status_on(regulation, day)
    edition = next((e for e in regulation.editions if e.id == edition_id), None)
    if edition is None or whole.edition == edition_id or whole.code in {"superseded", "repealed"}:
        return whole
    if edition.in_force and _reached(edition.in_force.value, day) is False:
        how = weakest(edition.how, edition.in_force.how)
        return _state("not_yet", day, how, f"自{spoken(edition.in_force.value)}起施行", edition=edition_id)
    current, _ = _current(regulation, day)
    if current is None or _order(regulation, edition_id) > _order(regulation, current.id):
        text = f"{edition_label(regulation, edition)}是否已经施行请核对原文"
        return _state("unknown", day, "unverified", text, edition=edition_id)
    how = weakest(current.how, current.in_force.how if current.in_force else current.how)
    when = f"自{spoken(current.in_force.value)}起" if current.in_force else "（施行日期未核实）"
    text = f"{edition_label(regulation, edition)}{when}已由{edition_label(regulation, current)}代替"
    return _state("superseded", day, how, text, edition=edition_id, successors=(f"{regulation.id}@{current.id}",))


def _order(regulation: Regulation, edition_id: str) -> int:
    return [e.id for e in regulation.editions].index(edition_id)


def _state(code: Code, day: date, how: HowKnown, text: str, **more: object) -> Validity:
    sentence = f"{text}（{CERTAINTY[how]}）。"
    fields = {"code": code, "name": NAMES[code], "text": sentence, "how": how, "certainty": CERTAINTY[how]}
    return Validity(**fields, day=day.isoformat(), **more)  # type: ignore[arg-type]  # keys are spelt above


def _reached(value: str, day: date) -> bool | None:
    """Whether `day` is on or after a date that may lack month or day; None when that cannot be told."""
    stamp = day.isoformat()[: len(value)]
    if not value:
        return None
    if len(value) < len("2016-02-01") and stamp == value:
        return None
    return stamp >= value


def _ended(regulation: Regulation, day: date) -> Validity | None:
    """Return superseded or repealed when a successor document or a repeal has taken effect and is not a mere guess."""
    whole = [s for s in regulation.replaced_by if not s.partly]
    for successor in whole:
        if successor.how != "unverified" and _reached(successor.in_force, day) is not False:
            return _superseded(day, successor, tuple(s.document for s in whole))
    repealed = regulation.repealed
    if repealed and repealed.how != "unverified" and _reached(repealed.value, day):
        return _state("repealed", day, repealed.how, f"{spoken(repealed.value)}起已废止")
    return None


def _superseded(day: date, successor: Successor, successors: tuple[str, ...]) -> Validity:
    when = f"自{spoken(successor.in_force)}起" if successor.in_force else "（起始日期未核实）"
    return _state("superseded", day, successor.how, f"{when}已由其他文件代替", successors=successors)


def _current(regulation: Regulation, day: date) -> tuple[Edition | None, list[Edition]]:
    """Return the newest edition surely in force on `day`, and newer ones of which that cannot be told."""
    doubtful: list[Edition] = []
    for edition in reversed(regulation.editions):
        reached = _reached(edition.in_force.value if edition.in_force else edition.id[:4], day)
        if edition.until and _reached(edition.until.value, day):
            continue
        if reached is None or (reached and edition.how == "unverified") or (reached and not edition.in_force):
            doubtful.append(edition)
        if reached and edition.how != "unverified":
            return edition, [d for d in doubtful if d is not edition]
    return None, doubtful


def _newer_edition(regulation: Regulation, day: date, cited_on: date, current: Edition | None) -> Validity | None:
    """Return superseded when the edition of the day of citing is no longer the current one."""
    then, _ = _current(regulation, cited_on)
    if then is None or current is None or current.id == then.id:
        return None
    how = weakest(current.how, current.in_force.how if current.in_force else current.how)
    when = f"自{spoken(current.in_force.value)}起" if current.in_force else "（施行日期未核实）"
    return _state(
        "superseded",
        day,
        how,
        f"引用时的{edition_label(regulation, then)}{when}已由{edition_label(regulation, current)}代替",
        edition=then.id,
        successors=(f"{regulation.id}@{current.id}",),
    )


def _without_current(regulation: Regulation, day: date, doubtful: list[Edition]) -> Validity:
    ahead = [e for e in regulation.editions if e.in_force and _reached(e.in_force.value, day) is False]
    if ahead and not doubtful and len(ahead) == len(regulation.editions):
        fact = ahead[0].in_force or Fact(value="", how="unverified")
        how = weakest(ahead[0].how, fact.how)
        return _state("not_yet", day, how, f"自{spoken(fact.value)}起施行", edition=ahead[0].id)
    names = "、".join(edition_label(regulation, e) for e in doubtful)
    text = f"可能的版本为{names}，是否现行请核对原文" if names else "现行版本和效力请核对原文"
    return _state("unknown", day, "unverified", text, edition=doubtful[0].id if doubtful else "")


def _in_force(regulation: Regulation, day: date, current: Edition, doubtful: list[Edition]) -> Validity:
    how = weakest(current.how, current.in_force.how if current.in_force else current.how)
    since = f"，自{spoken(current.in_force.value)}起施行" if current.in_force else "，施行日期未核实"
    text = f"已知最近的版本为{edition_label(regulation, current)}{since}"
    successors = tuple(f"{regulation.id}@{e.id}" for e in doubtful)
    hints = [f"可能另有{edition_label(regulation, e)}" for e in doubtful] + _guessed_end(regulation)
    if not hints and how not in _SURE:
        hints = ["是否仍然现行请核对"]
    if hints:
        return _state(
            "unknown", day, "unverified", f"{text}；{'，'.join(hints)}", edition=current.id, successors=successors
        )
    partly = tuple(s.document for s in regulation.replaced_by if s.partly and _reached(s.in_force, day))
    if partly:
        text += "；部分内容已由其他文件代替，引用前须按条核对"
    return _state("in_force", day, how, text, edition=current.id, successors=partly)


def _guessed_end(regulation: Regulation) -> list[str]:
    """Return what is said, but not verified, about the document's end."""
    said = ["可能已由其他文件代替" for s in regulation.replaced_by if s.how == "unverified" and not s.partly][:1]
    if regulation.repealed and regulation.repealed.how == "unverified":
        said.append("可能已废止")
    return said


def edition_label(regulation: Regulation, edition: Edition) -> str:
    """Return how an edition is named: its number where it has one, else the year or day it was made."""
    if edition.number and edition.number != regulation.number:
        return edition.number
    if not edition.id[:4].isdigit():
        return "未注明日期的版本"
    return f"{edition.id[:4]}年版" if len(edition.id) == 4 else f"{spoken(edition.id)}文本"


def spoken(day: str) -> str:
    """Return an ISO date, month or year as said in Chinese: 2021-09-01 → 2021年9月1日."""
    parts = [str(int(p)) for p in day.split("-") if p.isdigit()]
    return "".join(p + unit for p, unit in zip(parts, "年月日", strict=False))
