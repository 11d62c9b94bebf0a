"""The form of a saved card: its fields, their names and limits; choices to values for showing, values to choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kb.model.card import (
    MAX_ADDED,
    MAX_CHOSEN,
    RISK_NAMES,
    CardOptions,
    Contact,
    MeasureState,
    OwnLine,
    RiskAssessment,
    RiskLevel,
)
from web.documents.plain import plain

Values = Mapping[str, str]
"""What stands in the form, by field name: as typed, so that nothing is lost when something is wrong."""

LINE, LONG_LINE, OWN_TEXT = 60, 120, 2000
"""Most characters of a short field, a longer one, and all the lines added to an entry."""

_OWN_LINE = 200
_OWN_LINES = 10

PHONE_ROLES = ("本班值班", "班组长", "车间", "调度室", "煤气防护站")
OTHER_PHONES = ("1", "2")
OWNER_ROLES = ("责任部门", "责任人")
CONTROL_LEVELS = ("公司", "车间", "班组", "岗位")
STATES: tuple[tuple[str, str], ...] = (
    ("", "未填"), ("done", "已落实"), ("open", "未落实"), ("not_applicable", "不涉及"),
)  # fmt: skip
_STATES: dict[str, MeasureState] = {"done": "done", "open": "open", "not_applicable": "not_applicable"}
_LEVELS: dict[str, RiskLevel] = {"red": "red", "orange": "orange", "yellow": "yellow", "blue": "blue"}

TEXTS = {
    "enterprise": ("企业", LINE),
    "workshop": ("车间", LINE),
    "number": ("文件编号", LINE),
    "version": ("版本", LINE),
    "assembly_point": ("集合点", LONG_LINE),
    "equipment_place": ("应急器材放在哪里", LONG_LINE),
    "plan_number": ("所属现场处置方案的编号", LINE),
    "issued_by": ("签发人", LINE),
    "confirmed_by": ("企业确认人", LINE),
    "practice_confirmed_by": ("通用做法（③）确认人", LINE),
    "risk_method": ("评估方法", LINE),
    "risk_values": ("评估值", LINE),
    "risk_assessor": ("评估人", LINE),
    "note": ("这次改了什么", LONG_LINE),
}
"""Plain text fields with label and most characters."""

DATES = {"issued_on": "签发日期", "risk_on": "评估日期"}


@dataclass(slots=True)
class Reading:
    """Values being turned into choices; `errors` says by field what is wrong."""

    values: Values
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, label: str, longest: int) -> str:
        """Return a field as one line; one too long is an error and not cut."""
        found = " ".join(plain(self.values.get(name, "")).split())
        if len(found) > longest:
            self.errors[name] = f"{label}最多 {longest} 个字，现有 {len(found)} 个，请改短。"
        return found

    def day(self, name: str) -> str:
        """Return a date field as ISO day, empty when nothing was entered."""
        found = self.values.get(name, "").strip()
        try:
            return date.fromisoformat(found).isoformat() if found else ""
        except ValueError:
            self.errors[name] = f"{DATES[name]}“{found[:20]}”不是日期，请写成 2026-01-31 的样子。"
            return ""


def added_of(values: Values) -> tuple[str, ...]:
    """Return the rows of other documents the form adds to the card."""
    return tuple(name.removeprefix("add:") for name in values if name.startswith("add:"))[:MAX_ADDED]


def options_of(reading: Reading, entries: Iterable[str], signs: Iterable[str]) -> CardOptions:
    """Return the choices the values make for a card with these entries (added rows too); `reading.errors` fills where
    they make none.

    The day, the logo and the addresses are not of the form and stay empty.
    """
    ids = tuple(entries)
    texts = {name: reading.text(name, label, longest) for name, (label, longest) in TEXTS.items()}
    return CardOptions(
        as_of="",
        risk=_risk(reading, texts),
        added=tuple(key for key in added_of(reading.values) if key in ids),
        entries=_chosen(reading, ids),
        states=_states(reading, ids),
        own_lines=tuple(line for key in ids for line in _own_lines(reading, key)),
        signs=tuple(sign for sign in signs if reading.values.get(f"sign:{sign}")),
        phones=tuple(_contacts(reading, "phone", PHONE_ROLES)) + tuple(_other_phones(reading)),
        responsible=tuple(_contacts(reading, "owner", OWNER_ROLES)),
        issued_on=reading.day("issued_on"),
        enterprise=texts["enterprise"],
        workshop=texts["workshop"],
        number=texts["number"],
        version=texts["version"],
        assembly_point=texts["assembly_point"],
        equipment_place=texts["equipment_place"],
        plan_number=texts["plan_number"],
        issued_by=texts["issued_by"],
        confirmed_by=texts["confirmed_by"],
        practice_confirmed_by=texts["practice_confirmed_by"],
    )


def values_of(options: CardOptions) -> dict[str, str]:
    """Return what the form shows for `options`: what `options_of` would read as the same."""
    values = {name: getattr(options, name) for name in TEXTS if hasattr(options, name)}
    risk = options.risk
    values |= {"risk_level": risk.level, "risk_method": risk.method, "risk_values": risk.values}
    values |= {"risk_assessor": risk.assessor, "risk_on": risk.assessed_on, "risk_control": risk.control_level}
    values |= {"issued_on": options.issued_on}
    values |= {f"add:{key}": "on" for key in options.added}
    values |= {f"order:{key}": str(number) for number, key in enumerate(options.entries, start=1)}
    values |= {f"state:{key}": state for key, state in options.states.items()}
    for line in options.own_lines:
        values[f"own:{line.entry}"] = "\n".join(filter(None, (values.get(f"own:{line.entry}"), line.text)))
    values |= {f"sign:{sign}": "on" for sign in options.signs}
    others = iter(OTHER_PHONES)
    for contact in options.phones:
        if contact.role in PHONE_ROLES:
            name = f"phone:{contact.role}"
        else:
            name = f"other:{next(others, OTHER_PHONES[-1])}"
            values[f"{name}:role"] = contact.role
        values |= {f"{name}:name": contact.name, f"{name}:phone": contact.phone}
    for contact in options.responsible:
        values |= {f"owner:{contact.role}:name": contact.name, f"owner:{contact.role}:phone": contact.phone}
    return values


def _risk(reading: Reading, texts: dict[str, str]) -> RiskAssessment:
    level = _LEVELS.get(reading.values.get("risk_level", ""), "")
    control = reading.values.get("risk_control", "")
    day = reading.day("risk_on")
    if level:
        needed = {"risk_method": texts["risk_method"], "risk_assessor": texts["risk_assessor"], "risk_on": day}
        for name, value in needed.items():
            if not value:
                label = DATES.get(name) or TEXTS[name][0]
                reading.errors.setdefault(
                    name, f"定为{RISK_NAMES[level]}，就要写明{label}；还没评估请把等级改回“未评估”。"
                )
    return RiskAssessment(
        level=level,
        method=texts["risk_method"],
        values=texts["risk_values"],
        assessor=texts["risk_assessor"],
        assessed_on=day,
        control_level=control if control in CONTROL_LEVELS else "",
    )


def _chosen(reading: Reading, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return the entries with a number, by number; those with the same number keep the manual's order."""
    numbered = []
    for key in ids:
        typed = plain(reading.values.get(f"order:{key}", "")).strip()
        if typed and not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= 99):
            reading.errors[f"order:{key}"] = f"次序“{typed[:10]}”不是 1 到 99 的数字，请改正；不上告知卡就留空。"
        elif typed:
            numbered.append((int(typed), key))
    if len(numbered) > MAX_CHOSEN:
        over = [key for _, key in sorted(numbered, key=lambda pair: pair[0])[MAX_CHOSEN:]]
        reading.errors[f"order:{over[0]}"] = (
            f"告知卡最多 {MAX_CHOSEN} 条，现在填了次序的有 {len(numbered)} 条；请留下最要紧的，其余清空，会列入清单。"
        )
    return tuple(key for _, key in sorted(numbered, key=lambda pair: pair[0]))


def _states(reading: Reading, ids: tuple[str, ...]) -> dict[str, MeasureState]:
    """Return what was said of each measure; what was said of an entry as a whole fills in where nothing was."""
    wanted = set(ids)
    found: dict[str, MeasureState] = {}
    for name, value in reading.values.items():
        kind, _, key = name.partition(":")
        entry = key.partition("#")[0]
        if kind == "state" and entry in wanted:
            said = _STATES.get(value) or _STATES.get(reading.values.get(f"all:{entry}", ""))
            if said:
                found[key] = said
    return found


def _own_lines(reading: Reading, entry: str) -> list[OwnLine]:
    typed = reading.values.get(f"own:{entry}", "")
    lines = [line for line in (" ".join(plain(part).split()) for part in typed.splitlines()) if line]
    if len(lines) > _OWN_LINES:
        reading.errors[f"own:{entry}"] = f"每条危险因素最多补充 {_OWN_LINES} 行，现有 {len(lines)} 行，请合并。"
    if any(len(line) > _OWN_LINE for line in lines):
        reading.errors[f"own:{entry}"] = f"补充的每一行最多 {_OWN_LINE} 个字，请分成几行。"
    return [OwnLine(entry=entry, text=line) for line in lines]


def _contacts(reading: Reading, kind: str, roles: Iterable[str]) -> Iterable[Contact]:
    for role in roles:
        name = reading.text(f"{kind}:{role}:name", f"{role}的姓名", LINE)
        phone = reading.text(f"{kind}:{role}:phone", f"{role}的电话", LINE)
        if name or phone:
            yield Contact(role=role, name=name, phone=phone)


def _other_phones(reading: Reading) -> Iterable[Contact]:
    for number in OTHER_PHONES:
        role, name, phone = (
            reading.text(f"other:{number}:{part}", label, LINE)
            for part, label in (("role", "名称"), ("name", "姓名"), ("phone", "电话"))
        )
        if (name or phone) and not role:
            reading.errors[f"other:{number}:role"] = "请写明这是找谁的电话，例如“医务室”。"
        elif role:
            yield Contact(role=role, name=name, phone=phone)
