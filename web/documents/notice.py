"""岗位风险告知卡 (notice card): what a `Card` says on the sheet that hangs at the post."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, BinaryIO, Literal

from kb.model.card import Card, CardEntry, CardScenario
from kb.model.sign import SafetySign
from kb.paths import corpus_folder
from web.documents.logo import logo_svg
from web.documents.pdf_merge import TaggedMerge
from web.documents.qr import qr_svg
from web.documents.typst_pdf import give_back_memory, pdf
from web.documents.wording import (
    BLANK,
    NO_BASIS,
    SIGN_UNKNOWN,
    accident_text,
    basis_status,
    basis_text,
    confirmed_text,
    contact_data,
    draft_text,
    facts,
    footer_lines,
    legend,
    line_data,
    lines_data,
    mark_text,
    omitted_text,
    protective_text,
    qualification_text,
)

TITLE = "岗位风险告知卡"
TOGETHER = 20
"""Cards compiled at once in a large file: more share fonts and save space, fewer save memory (bench/documents.py)."""
_SCENARIOS = 3
"""Most scenarios whose steps stand on the notice; the others are named and stand on the emergency cards."""


def notice_pdf(card: Card) -> bytes:
    """Return the notice card as A4 PDF."""
    return notices_pdf((card,))


def notice_a3_pdf(card: Card) -> bytes:
    """Return the notice card as A3 PDF, across, in larger type."""
    return notices_pdf((card,), "a3")


def notices_pdf(cards: Sequence[Card], paper: Literal["a4", "a3"] = "a4") -> bytes:
    """Return a few notice cards as one PDF, each with its own page numbers. `cards` holds at least one."""
    title = f"{TITLE}：{'、'.join(card.post.name for card in cards[:3])}"
    data = {"title": title, "paper": paper, "cards": [*map(notice_data, cards)]}
    return pdf("notice", data, cards[0].options.as_of)


def write_notices(cards: Iterable[Card], target: BinaryIO, title: str = TITLE) -> None:
    """Write any number of notice cards to `target` as one tagged PDF, in the memory `TOGETHER` of them need."""
    merge, rest = TaggedMerge(target, title), iter(cards)
    while together := tuple(islice(rest, TOGETHER)):
        merge.add(notices_pdf(together))
        give_back_memory()
    merge.finish()


def notice_data(card: Card) -> dict[str, Any]:
    """Return everything the notice template prints, as plain data."""
    bases = _numbered_bases(card)
    return {
        "title": TITLE,
        "post": card.post.name,
        "facts": facts(card),
        "risk": {"level": card.options.risk.level, "name": card.risk_name},
        "draft": draft_text(card),
        "accidents": "、".join(a.name for a in card.accidents),
        "entries": [_entry(entry, bases) for entry in card.chosen],
        "rest": _rest(card),
        "scenarios": [_scenario(scenario) for scenario in card.scenarios[:_SCENARIOS]],
        "other_scenarios": "、".join(s.title for s in card.scenarios[_SCENARIOS:]),
        "protective": [protective_text(item) for item in card.protective],
        "signs": signs_data(card.signs),
        "sign_unknown": SIGN_UNKNOWN,
        "qualifications": [qualification_text(item) for item in card.qualifications],
        "phones": contact_data(card.phones),
        "responsible": contact_data(card.responsible),
        "right": f"{card.right_to_leave.text}（{card.right_to_leave.source}）",
        "bases": [[str(number), text, status] for (text, status), number in bases.items()],
        "as_of": card.options.as_of,
        "legend": legend(card),
        "confirmed": confirmed_text(card),
        "footer": list(footer_lines(card)),
        "number": card.document_number,
        "qr": {"svg": qr_svg(card)},
        "logo": {"svg": logo_svg(card)},
    }


def signs_data(signs: Iterable[SafetySign]) -> list[dict[str, Any]]:
    """Return signs for a template: name and drawing, in the order given."""
    return [{"name": sign.name, "drawing": {"svg": sign_svg(sign.drawing)}} for sign in signs]


def sign_svg(drawing: str) -> str:
    """Return the drawing of a sign from the corpus, empty when there is none of that name."""
    path = corpus_folder() / "signs" / drawing
    return path.read_text(encoding="utf-8") if drawing and path.is_file() else ""


def _numbered_bases(card: Card) -> dict[tuple[str, str], int]:
    texts = dict.fromkeys((basis_text(b), basis_status(b)) for entry in card.chosen for b in entry.basis)
    return {text: number for number, text in enumerate(texts, start=1)}


def _entry(entry: CardEntry, bases: dict[tuple[str, str], int]) -> dict[str, Any]:
    """Return an entry's block: what people on the spot do; where that is nothing, what others do, by name."""
    shown = entry.worker_lines or entry.other_lines
    refs = [bases[basis_text(b), basis_status(b)] for b in entry.basis]
    return {
        "location": entry.location,
        "hazards": list(entry.hazards),
        "accidents": accident_text(entry),
        "consequences": "；".join(line.text for line in entry.consequences) or BLANK,
        "lines": lines_data(shown),
        "notes": [*map(mark_text, entry.marks), *elsewhere(entry)],
        "basis": "、".join(f"[{ref}]" for ref in dict.fromkeys(refs)) or NO_BASIS,
    }


def elsewhere(entry: CardEntry) -> list[str]:
    """Return notes on what the block leaves out: the enterprise's part, and lines that may not be printed."""
    notes = []
    if entry.worker_lines and entry.other_lines:
        names = "、".join(dict.fromkeys(line.actor_name for line in entry.other_lines))
        notes.append(f"另有 {len(entry.other_lines)} 条由{names}落实，见《岗位安全清单》。")
    if not entry.worker_lines and entry.other_lines:
        notes.append("本条的措施不由岗位人员实施，上列各条由所注明者落实；发现未落实的，向班组长或车间报告。")
    if entry.unprinted:
        notes.append(f"另有 {entry.unprinted} 条措施缺关键信息，不印发，请查词条 {entry.id}。")
    return notes


def _rest(card: Card) -> str:
    if not card.rest:
        return ""
    return f"本岗位另有 {len(card.rest)} 条较大危险因素未列入本卡，见《岗位安全清单》（一岗一清单）。"


def _scenario(scenario: CardScenario) -> dict[str, Any]:
    return {
        "title": scenario.title,
        "first": scenario.first,
        "steps": [line_data(line) for line in scenario.steps],
        "never": [line_data(line) for line in scenario.never],
        "sources": "；".join(dict.fromkeys(line.source for line in (*scenario.steps, *scenario.never))),
        "omitted": omitted_text(scenario),
    }
