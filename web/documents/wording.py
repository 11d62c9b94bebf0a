"""Words every document shares: titles, footers, and how a line, a mark, a contact or a basis is put on paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kb.model.card import (
    MARK_NAMES,
    ORIGIN_MARKS,
    ORIGIN_NAMES,
    STATE_NAMES,
    STRENGTH_NAMES,
    BasisLine,
    Card,
    CardEntry,
    CardLine,
    CardQualification,
    CardScenario,
    Contact,
    Mark,
    Protective,
)
from kb.model.sign import SafetySign
from kb.services.cards import SIGN_ORDER
from web.misprints import mere_misprint

MISPRINT = "手册误印"
DRAFT = "样稿，不得张贴"
FOOTER = "参考资料，须结合本单位实际审核"
UNREVIEWED = "未经注册安全工程师审核"
NO_BASIS = "无法定依据"
SIGN_UNKNOWN = "须设警示标志，种类由企业确定"
_MANY = 3  # more new names than this are counted, not listed
_NAME = 40  # characters of the name and post of who confirms
BLANK = "＿＿＿＿＿＿"


def legend(card: Card) -> str:
    """Return what the numbers behind the lines mean; other documents are named only where the card has any."""
    used = {line.origin for entry in card.entries for line in entry.lines}
    return "来源：" + "　".join(name for origin, name in ORIGIN_NAMES.items() if origin != "document" or origin in used)


def footer_lines(card: Card) -> tuple[str, ...]:
    """Return what stands at the foot of every page."""
    return (FOOTER,) if card.engineer_reviewed else (FOOTER, UNREVIEWED)


def omitted_text(scenario: CardScenario) -> str:
    """Return what a scenario leaves out and why, empty when it is complete."""
    if not scenario.omitted:
        return ""
    return f"有 {scenario.omitted} 条因含通用做法、未经具名审核人确认而未印出；确认前按本单位现场处置方案执行。"


def confirmed_text(card: Card) -> str:
    """Return who confirmed the lines of general practice, empty when nobody did."""
    name = card.options.practice_confirmed_by
    return f"通用做法（③）由{name}确认。" if name else ""


def signed_name(typed: str) -> str:
    """Return the name someone confirms with as it may be printed: one line, at most `_NAME` characters."""
    return "".join(c for c in " ".join(typed.split()) if c.isprintable())[:_NAME].strip()


def draft_text(card: Card) -> str:
    """Return why the paper may not be posted, or an empty text when nothing is missing."""
    return f"{DRAFT}（尚缺：{'、'.join(card.draft)}）" if card.draft else ""


def facts(card: Card) -> list[list[str]]:
    """Return the head of every document: label and value, a blank where the enterprise has filled in nothing."""
    options = card.options
    return [
        ["企业", options.enterprise or BLANK],
        ["车间", options.workshop or BLANK],
        ["岗位", card.post.name],
        ["文件编号", options.number or BLANK],
        ["版本", options.version or BLANK],
        ["签发日期", options.issued_on or BLANK],
    ]


def mark_text(mark: Mark) -> str:
    """Return a warning as printed: 【name】 text（source）."""
    source = f"（{mark.source}）" if mark.source else ""
    return f"【{mark_name(mark)}】{mark.text}{source}"


def mark_name(mark: Mark) -> str:
    """Return what a warning is called; a mere misprint of the manual has a name of its own and is set lighter."""
    return MISPRINT if mark.kind == "erratum" and mere_misprint(mark.text) else MARK_NAMES[mark.kind]


def marked_text(line: CardLine) -> str:
    """Return a line's text with the names of its warnings, for places where their full texts stand elsewhere."""
    return line.text + "".join(f"【{mark_name(mark)}】" for mark in line.marks)


def full_text(line: CardLine, marks: Iterable[str] | None = None) -> str:
    """Return a line with its permits, source and warnings (or `marks` in their place), for one cell or paragraph."""
    permits = f"（须办：{'、'.join(line.permits)}）" if line.permits else ""
    source = f"（{line.source}）" if line.source else ""
    return f"{line.text}{permits}{source}{''.join(map(mark_text, line.marks) if marks is None else marks)}"


def joined(texts: Iterable[str]) -> str:
    """Return sentences as one: separated by ；, without the stops in between."""
    return "；".join(text.rstrip("。") for text in texts if text)


def protective_text(item: Protective) -> str:
    """Return an item of protective equipment with when and where it says so."""
    return f"{item.name}（{'，'.join(filter(None, (item.when, item.source)))}）"


def qualification_text(item: CardQualification) -> str:
    """Return a certificate with its category and the rule that demands it."""
    category = f"（{item.category}）" if item.category else ""
    return f"{item.name}{category}：{item.source}"


def line_data(line: CardLine) -> dict[str, Any]:
    """Return a line for a template: what is demanded, text, who, where from, warnings, state."""
    return {
        "strength": STRENGTH_NAMES[line.strength] if line.strength else "",
        "text": line.text,
        "full": full_text(line),
        "who": line.actor_name,
        "origin": ORIGIN_MARKS[line.origin],
        "source": line.source,
        "marks": [mark_text(mark) for mark in line.marks],
        "permits": "、".join(line.permits),
        "state": STATE_NAMES[line.state],
    }


def lines_data(lines: Iterable[CardLine]) -> list[dict[str, Any]]:
    """Return an entry's lines for a template; a warning is spelt out at the first line it belongs to, then named."""
    told: set[Mark] = set()
    found = []
    for line in lines:
        data = line_data(line)
        data["marks"] = [f"【{mark_name(m)}】同上" if m.text and m in told else mark_text(m) for m in line.marks]
        data["full"] = full_text(line, data["marks"])
        told.update(line.marks)
        found.append(data)
    return found


def entry_signs(entry: CardEntry, card: Card) -> tuple[SafetySign, ...]:
    """Return the signs of the entry's scenarios, each once, in the order they hang."""
    scenarios = (scenario for scenario in card.scenarios if scenario.id in entry.playbooks)
    return in_sign_order(sign for scenario in scenarios for sign in scenario.safety_signs)


def in_sign_order(signs: Iterable[SafetySign]) -> tuple[SafetySign, ...]:
    """Return signs as they hang side by side, each once: warning, prohibition, mandatory, safe condition."""
    found = {sign.id: sign for sign in signs}.values()
    return tuple(sorted(found, key=lambda sign: SIGN_ORDER.index(sign.kind)))


def contact_data(contacts: Iterable[Contact]) -> list[list[str]]:
    """Return contacts as role, name and number with blanks where nothing is filled in."""
    return [[c.role, " ".join(filter(None, (c.name, c.phone))) or BLANK] for c in contacts]


def accident_text(entry: CardEntry) -> str:
    """Return the entry's accident types, the names of 2025 in brackets where they differ."""
    names = []
    for accident in entry.accidents:
        new = "或".join(accident.names_2025)
        if len(accident.names_2025) > _MANY:
            new = f"分为 {len(accident.names_2025)} 类，按事故经过选"
        names.append(f"{accident.name}（2025版：{new}）" if new not in {"", accident.name} else accident.name)
    return "、".join(names)


def basis_text(basis: BasisLine) -> str:
    """Return a cited document with its clause."""
    return f"{basis.title}{basis.clause}"


def basis_status(basis: BasisLine) -> str:
    """Return a document's status on the card's day, as sure as it is known, and what replaces it."""
    status = basis.status_text or "未在文件目录中，现行状态未核实"
    return status + (f"代替的文件：{'、'.join(basis.replaced_by)}。" if basis.replaced_by else "")
