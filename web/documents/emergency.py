"""应急处置卡 (emergency card): one small two-sided card per scenario, for the first ten minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kb.model.card import ORIGIN_MARKS, Card, CardLine, CardScenario, Contact
from web.documents.flow import Block, Flow, Grid, Heading, Items, PageBreak, Signs, Text, flow
from web.documents.notice import signs_data
from web.documents.qr import qr_svg
from web.documents.typst_pdf import pdf
from web.documents.wording import BLANK, DRAFT, confirmed_text, footer_lines, in_sign_order, mark_text, omitted_text

TITLE = "应急处置卡"
WITHOUT_SCENARIO = "由企业按现场处置方案填写"
REPORT = "说清：在哪里（单位、具体位置）；出了什么事；几人受伤、伤在哪；正在怎么处置；你是谁、回拨电话。"
POLICE = Contact(role="报警", phone="110")


def emergency_pdf(card: Card) -> bytes:
    """Return the post's emergency cards as A6 pages, front and back in turn."""
    return pdf("emergency", {"layout": "a6"} | emergency_data(card), card.options.as_of)


def emergency_sheet_pdf(card: Card) -> bytes:
    """Return the emergency cards four up on A4: fronts on one page, backs on the next, placed for turning the sheet
    over its long edge."""
    return pdf("emergency", {"layout": "a4"} | emergency_data(card), card.options.as_of)


def emergency_flow(card: Card) -> Flow:
    """Return the same cards as a flow, a page each, for enterprises that want to edit them."""
    data = emergency_data(card)
    blocks: list[Block] = []
    for scenario in data["scenarios"]:
        blocks += [*_front_blocks(scenario, data), *_back_blocks(scenario, data), PageBreak()]
    return flow(card, TITLE, tuple(blocks[:-1]))


def _front_blocks(scenario: dict[str, Any], data: dict[str, Any]) -> list[Block]:
    return [
        Heading(f"{scenario['title']}　{data['post']}"),
        Text(f"易发事故：{scenario['accidents']}" if scenario["accidents"] else ""),
        Text(f"第一步想到：{scenario['first']}", boxed=True),
        *_part("征兆", scenario["signs"]),
        Heading("处置", 3),
        Items(tuple(map(_spoken, scenario["steps"])), numbered=True),
        Items(tuple(f"严禁：{_spoken(line)}" for line in scenario["never"])),
        Text(scenario["omitted"], bold=True),
        Text(data["right"], boxed=True),
    ]


def _back_blocks(scenario: dict[str, Any], data: dict[str, Any]) -> list[Block]:
    calls = [*(tuple(phone) for phone in data["phones"]), *((name, "") for name in scenario["calls"])]
    calls += [("", "")] * (len(calls) % 2)
    pairs = tuple((*left, *right) for left, right in zip(calls[::2], calls[1::2], strict=True))
    return [
        Heading("电话", 3),
        Grid(("找谁", "姓名、电话", "找谁", "姓名、电话"), (18, 32, 18, 32), pairs),
        Text(f"报告：{data['report']}"),
        *_part("急救", scenario["first_aid"]),
        Text(f"器材：{'、'.join(scenario['equipment'])}　放在：{data['place']}"),
        Signs(tuple((board["name"], board["drawing"]["svg"]) for board in scenario["boards"])),
        Text(f"集合点：{data['assembly']}　现场处置方案编号：{data['plan']}"),
        Text(f"来源：{scenario['sources']}。" if scenario["sources"] else ""),
        Text(data["confirmed"]),
    ]


def _part(title: str, lines: list[dict[str, Any]]) -> list[Block]:
    """Return a part of a card, nothing where there is nothing to say."""
    return [Heading(title, 3), Items(tuple(map(_spoken, lines)))] if lines else []


def _spoken(line: dict[str, Any]) -> str:
    who = f"{line['who']}：" if line["who"] else ""
    return f"{who}{line['text']}{''.join(line['marks'])}"


def emergency_data(card: Card) -> dict[str, Any]:
    """Return everything the template prints: what is common to all cards, and the scenarios."""
    options = card.options
    contacts = (*card.phones, POLICE, *card.responsible)
    scenarios = card.scenarios or (CardScenario(id="", title=WITHOUT_SCENARIO, first=BLANK),)
    return {
        "title": f"{TITLE}：{card.post.name}",
        "name": TITLE,
        "post": card.post.name,
        "draft": DRAFT if card.draft else "",
        "right": f"{card.right_to_leave.text}（{card.right_to_leave.source}）",
        "phones": [[c.role, " ".join(filter(None, (c.name, c.phone)))] for c in contacts],
        "report": REPORT,
        "confirmed": confirmed_text(card),
        "assembly": options.assembly_point or BLANK,
        "place": options.equipment_place or BLANK,
        "plan": options.plan_number or BLANK,
        "version": options.version or BLANK,
        "issued": options.issued_on or BLANK,
        "number": card.document_number,
        "as_of": options.as_of,
        "footer": "；".join(footer_lines(card)),
        "qr": {"svg": qr_svg(card)},
        "scenarios": [_scenario(scenario, contacts) for scenario in scenarios],
    }


def _scenario(scenario: CardScenario, contacts: Sequence[Contact]) -> dict[str, Any]:
    shown = (*scenario.signs, *scenario.steps, *scenario.never, *scenario.first_aid)
    return {
        "title": scenario.title,
        "first": scenario.first,
        "accidents": "、".join(scenario.accidents),
        "signs": [_line(line) for line in scenario.signs],
        "steps": [_line(line) for line in scenario.steps],
        "never": [_line(line) for line in scenario.never],
        "first_aid": [_line(line) for line in scenario.first_aid],
        "calls": list(further_calls(scenario.calls, contacts)),
        "equipment": list(scenario.equipment),
        "boards": signs_data(in_sign_order(scenario.safety_signs)),
        "sources": "；".join(dict.fromkeys(line.source for line in shown if line.source)),
        "omitted": omitted_text(scenario),
    }


def further_calls(calls: Iterable[str], contacts: Sequence[Contact]) -> Iterator[str]:
    """Yield whom a playbook names beyond the contacts of every card, without the blank its line ends in."""
    known = [contact.role for contact in contacts] + [contact.phone for contact in contacts if contact.phone]
    for call in calls:
        name = call.rstrip("_＿ ").rstrip("：:")
        if not any(name in role or role in name for role in known):
            yield name


def _line(line: CardLine) -> dict[str, Any]:
    return {
        "who": line.actor_name,
        "text": f"{line.text}{ORIGIN_MARKS[line.origin]}",
        "marks": [mark_text(mark) for mark in line.marks],
    }
