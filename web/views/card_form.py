"""The form of a saved card as the page shows it: sections of fields with what stands in them and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kb.model.card import ORIGIN_NAMES, RISK_NAMES, STRENGTH_NAMES, CardEntry
from kb.model.sign import SafetySign
from web.views.card_fields import (
    CONTROL_LEVELS,
    DATES,
    LINE,
    OTHER_PHONES,
    OWN_TEXT,
    OWNER_ROLES,
    PHONE_ROLES,
    STATES,
    TEXTS,
    Values,
)

Choices = tuple[tuple[str, str], ...]

_HINTS = {
    "enterprise": "",
    "risk_method": "例如 LEC、风险矩阵",
    "risk_values": "例如 L=3 E=6 C=7 D=126",
    "confirmed_by": "对整张卡的内容负责的人，姓名、职务",
    "practice_confirmed_by": "此人对照本单位现场处置方案逐条看过③的内容，并对这些内容负责；不填则③不印",
    "note": "写给以后看版本的人，可不填",
}


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field: `kind` is text, date, tel, number, choice or area; `error` says what is wrong with what stands in it.

    `wide` fields take a whole row among pairs.
    """

    name: str
    label: str
    value: str
    error: str = ""
    kind: str = "text"
    hint: str = ""
    longest: int = LINE
    choices: Choices = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A group of fields under one title; `pairs` are names with numbers beside them."""

    title: str
    fields: tuple[FieldView, ...]
    note: str = ""
    pairs: bool = False


@dataclass(frozen=True, slots=True)
class EntryFields:
    """An entry of the post in the form: its place on the card, its measures' states, the enterprise's own lines."""

    id: str
    location: str
    hazards: tuple[str, ...]
    order: FieldView
    whole: FieldView
    lines: tuple[FieldView, ...]
    own: FieldView

    @property
    def is_open(self) -> bool:
        """Whether the entry's details stand open: something is filled in or wrong in them."""
        return bool(self.own.value or self.own.error or any(line.value for line in self.lines))

    @property
    def said(self) -> int:
        """How many of its measures something was said of."""
        return sum(bool(line.value) for line in self.lines)


@dataclass(frozen=True, slots=True)
class SignChoice:
    """A sign that may be added to those the post has anyway."""

    id: str
    name: str
    kind_name: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class _Filled:
    values: Values
    errors: Mapping[str, str]

    def field(self, name: str, label: str, kind: str = "text", **more: object) -> FieldView:
        value, error = self.values.get(name, ""), self.errors.get(name, "")
        return FieldView(name, label, value, error, kind, **more)  # type: ignore[arg-type]

    def text(self, name: str) -> FieldView:
        label, longest = TEXTS[name]
        return self.field(name, label, longest=longest, hint=_HINTS.get(name, ""))

    def day(self, name: str) -> FieldView:
        return self.field(name, DATES[name], "date")

    def contact(self, name: str, role: str) -> tuple[FieldView, FieldView]:
        return self.field(f"{name}:name", f"{role}：姓名"), self.field(f"{name}:phone", f"{role}：电话", "tel")

    def contacts(self, kind: str, roles: Iterable[str]) -> Iterator[FieldView]:
        for role in roles:
            yield from self.contact(f"{kind}:{role}", role)


def sections(values: Values, errors: Mapping[str, str]) -> tuple[Section, ...]:
    """Return the fields that are not about single entries."""
    form = _Filled(values, errors)
    level = form.field("risk_level", "风险等级", "choice", choices=tuple(RISK_NAMES.items()))
    control: Choices = (("", "未定"), *((name, name) for name in CONTROL_LEVELS))
    others = (
        view
        for number in OTHER_PHONES
        for view in (
            form.field(f"other:{number}:role", f"其他电话 {number}：找谁", wide=True),
            *form.contact(f"other:{number}", f"其他电话 {number}"),
        )
    )
    return (
        Section("这张卡", tuple(form.text(name) for name in ("enterprise", "workshop", "number", "version"))),
        Section(
            "风险等级",
            (
                level,
                *(form.text(name) for name in ("risk_method", "risk_values", "risk_assessor")),
                form.day("risk_on"),
                form.field("risk_control", "管控层级", "choice", choices=control),
            ),
            "等级由本单位评估后填写；列入手册不等于某一等级。",
        ),
        Section("电话", (*form.contacts("phone", PHONE_ROLES), *others), pairs=True),
        Section("责任", tuple(form.contacts("owner", OWNER_ROLES)), pairs=True),
        Section("应急", tuple(form.text(name) for name in ("assembly_point", "equipment_place", "plan_number"))),
        Section(
            "签发和确认",
            (
                form.text("issued_by"),
                form.day("issued_on"),
                form.text("confirmed_by"),
                form.text("practice_confirmed_by"),
            ),
            "等级、责任人、电话、签发日期、企业确认都填好以前，纸上印“样稿，不得张贴”。",
        ),
    )


def note_field(values: Values, errors: Mapping[str, str]) -> FieldView:
    """Return the field for what was changed."""
    return _Filled(values, errors).text("note")


def entry_fields(entries: Iterable[CardEntry], values: Values, errors: Mapping[str, str]) -> tuple[EntryFields, ...]:
    """Return the entries of a post in the form."""
    form = _Filled(values, errors)
    return tuple(_entry(entry, form) for entry in entries)


def sign_choices(signs: Iterable[SafetySign], values: Values, kinds: Mapping[str, str]) -> tuple[SignChoice, ...]:
    """Return the signs that may be added."""
    return tuple(
        SignChoice(sign.id, sign.name, kinds[sign.kind], f"/signs/{sign.id}.svg", bool(values.get(f"sign:{sign.id}")))
        for sign in signs
    )


def _entry(entry: CardEntry, form: _Filled) -> EntryFields:
    lines = []
    for line in entry.lines:
        if line.origin != "enterprise":
            strength = f"【{STRENGTH_NAMES[line.strength]}】" if line.strength else ""
            label = f"{strength}{line.text}（{line.actor_name}，{ORIGIN_NAMES[line.origin]}）"
            lines.append(form.field(f"state:{line.key}", label, "choice", choices=STATES))
    return EntryFields(
        id=entry.id,
        location=entry.location,
        hazards=entry.hazards,
        order=form.field(f"order:{entry.id}", "上告知卡的次序", "number", hint="1 到 8；留空列入清单"),
        whole=form.field(f"all:{entry.id}", "下面没填的都算", "choice", choices=STATES),
        lines=tuple(lines),
        own=form.field(f"own:{entry.id}", "企业补充（④），一行一条", "area", longest=OWN_TEXT),
    )
