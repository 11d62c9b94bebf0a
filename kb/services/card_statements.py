"""What a card says as a list of single statements: what is kept of a card when it is issued, and what is compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.model.card import (
    CONTROL_NAMES,
    ORIGIN_NAMES,
    PHASE_NAMES,
    RISK_NAMES,
    STATE_NAMES,
    STRENGTH_NAMES,
    Card,
    CardEntry,
    CardLine,
    CardOptions,
    CardScenario,
    Contact,
)
from kb.model.statement import Change, Statement, StatementKind


def statements(card: Card) -> tuple[Statement, ...]:
    """Return everything `card` says, in the order of the card. Pure."""
    found = (
        *_filled_in(card.options),
        *_choice(card),
        *(s for entry in card.entries for s in _entry(entry)),
        *(s for scenario in card.scenarios for s in _scenario(scenario)),
        *_around(card),
    )
    return tuple({statement.key: statement for statement in found}.values())


def changes(old: Iterable[Statement], new: Iterable[Statement]) -> tuple[Change, ...]:
    """Return what is not the same: what stands in the new card in its order, then what is gone."""
    before, after = {s.key: s for s in old}, {s.key: s for s in new}
    found = [
        Change(kind=s.kind, about=s.about, before=before[key].text if key in before else "", after=s.text)
        for key, s in after.items()
        if key not in before or before[key].text != s.text
    ]
    gone = (s for key, s in before.items() if key not in after)
    return (*found, *(Change(kind=s.kind, about=s.about, before=s.text, after="") for s in gone))


def _filled_in(options: CardOptions) -> Iterator[Statement]:
    risk = options.risk
    facts = {
        "企业": options.enterprise,
        "车间": options.workshop,
        "文件编号": options.number,
        "版本": options.version,
        "风险等级": RISK_NAMES[risk.level],
        "评估方法": risk.method,
        "评估值": risk.values,
        "评估人": risk.assessor,
        "评估日期": risk.assessed_on,
        "管控层级": risk.control_level,
        "集合点": options.assembly_point,
        "应急器材位置": options.equipment_place,
        "现场处置方案编号": options.plan_number,
        "签发人": options.issued_by,
        "签发日期": options.issued_on,
        "企业确认": options.confirmed_by,
        "通用做法确认人": options.practice_confirmed_by,
        "标志图": f"{len(options.logo)} 字节" if options.logo else "",
    }
    for about, text in facts.items():
        if text:
            yield Statement(key=f"fact/{about}", kind="enterprise", about=about, text=text)
    for name, contacts in (("电话", options.phones), ("责任", options.responsible)):
        yield from (_contact(name, contact) for contact in contacts)


def _contact(name: str, contact: Contact) -> Statement:
    text = " ".join(filter(None, (contact.name, contact.phone)))
    return Statement(
        key=f"{name}/{contact.role}", kind="enterprise", about=f"{name}：{contact.role}", text=text or "（空）"
    )


def _choice(card: Card) -> Iterator[Statement]:
    order = "；".join(f"{number} {entry.id}" for number, entry in enumerate(card.chosen, start=1))
    kind: StatementKind = "enterprise" if card.options.entries else "content"
    yield Statement(key="chosen", kind=kind, about="上告知卡的条目和次序", text=order)


def _entry(entry: CardEntry) -> Iterator[Statement]:
    about = f"{entry.location}（{entry.id}）"
    yield Statement(key=f"{entry.id}/hazard", kind="content", about=f"{about}危险因素", text="".join(entry.hazards))
    yield Statement(
        key=f"{entry.id}/accidents", kind="content", about=f"{about}易发事故", text=entry.accident_text or "（空）"
    )
    for mark in entry.marks:
        yield Statement(key=f"{entry.id}/mark/{mark.text}", kind="content", about=f"{about}提示", text=mark.text)
    for number, line in enumerate(entry.lines, start=1):
        own = line.origin == "enterprise"
        key = f"{entry.id}/own/{line.text}" if own else line.key
        told = f"{about}{'企业补充' if own else f'措施 {number}'}"
        yield Statement(key=key, kind="enterprise" if own else "content", about=told, text=_line(line))
        if line.state:
            yield Statement(
                key=f"state/{line.key}", kind="enterprise", about=f"{told}落实情况", text=STATE_NAMES[line.state]
            )
    for basis in entry.basis:
        replaced = f"代替的文件：{'、'.join(basis.replaced_by)}。" if basis.replaced_by else ""
        text = f"{basis.title}{basis.clause} {basis.status_text}{replaced}"
        key = f"{entry.id}/basis/{basis.as_printed or basis.title}/{basis.clause}"
        yield Statement(key=key, kind="law", about=f"{about}依据", text=text)


def _line(line: CardLine) -> str:
    """Return a line with all that is printed beside it."""
    parts = (
        f"【{STRENGTH_NAMES[line.strength]}】" if line.strength else "",
        line.text,
        f"（{line.actor_name}）" if line.actor_name else "",
        f"（{PHASE_NAMES[line.phase]}）" if line.phase != "normal" else "",
        f"（{CONTROL_NAMES[line.control]}）" if line.control else "",
        f"（须办：{'、'.join(line.permits)}）" if line.permits else "",
        f"（{line.source}）" if line.source else "",
        "".join(f"【{mark.kind}】{mark.text}" for mark in line.marks),
        ORIGIN_NAMES[line.origin],
    )
    return "".join(parts)


def _scenario(scenario: CardScenario) -> Iterator[Statement]:
    about = f"应急处置“{scenario.title}”"
    yield Statement(key=f"{scenario.id}/first", kind="content", about=f"{about}第一件事", text=scenario.first)
    groups = {"征兆": scenario.signs, "步骤": scenario.steps, "严禁": scenario.never, "急救": scenario.first_aid}
    for name, lines in groups.items():
        for number, line in enumerate(lines, start=1):
            place = number if name == "步骤" else 0  # the order of steps is part of what they say
            yield Statement(
                key=f"{scenario.id}/{name}/{place}/{line.text}",
                kind="practice" if line.origin == "practice" else "content",
                about=f"{about}{name}{number if place else ''}",
                text=_line(line),
            )
    if scenario.equipment:
        text = "、".join(scenario.equipment)
        yield Statement(key=f"{scenario.id}/equipment", kind="content", about=f"{about}器材", text=text)


def _around(card: Card) -> Iterator[Statement]:
    for sign in card.signs:
        yield Statement(key=f"sign/{sign.id}", kind="content", about="安全标志", text=sign.name)
    for item in card.protective:
        text = "，".join(filter(None, (item.name, item.when, item.source)))
        yield Statement(key=f"protective/{text}", kind="content", about="防护用品", text=text)
    for needed in card.qualifications:
        text = "，".join(filter(None, (needed.name, needed.category, needed.source)))
        yield Statement(key=f"qualification/{text}", kind="content", about="上岗资格", text=text)
    reviewed = "已审核" if card.engineer_reviewed else "未审核"
    yield Statement(key="engineer", kind="content", about="注册安全工程师审核", text=reviewed)
