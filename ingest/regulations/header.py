"""What a document says of itself at its head and end: title, number, issuer, when made and when in force."""

from __future__ import annotations

import re

from kb.model.base import Record
from kb.model.clause import ParsedText

_DATE = re.compile(r"((?:19|20)\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_ACT = re.compile(r"通过|公布|发布|颁布|修订|修正|修改|施行")
_FIELD = re.compile(r"^\s*[-*]?\s*(发布机关|发布日期|施行日期|实施日期|替代|代替)\s*[:：]\s*(.+?)\s*$", re.MULTILINE)
_FROM = re.compile(r"自\s*((?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*起?(?:施行|实施|生效)")
_AT_ONCE = re.compile(r"自(?:公布|发布|颁布)之日起(?:施行|实施|生效)")
_TITLE = re.compile(r"^#\s+(.+?)\s*$", re.MULTILINE)
_TITLE_ENDING = re.compile(
    r"^[ \u3000]*([\u4e00-\u9fff、《》（）() ]{2,48}(?:法|条例|规定|办法|规则|细则|标准|规程|规范|决定))[ \u3000]*$",
    re.MULTILINE,
)


class Event(Record, frozen=True, kw_only=True):
    """A day the head names and what happened: 通过, 公布, 修订, 施行 …; `day` is ISO."""

    day: str
    act: str


class Header(Record, frozen=True, kw_only=True):
    """What was read of a document about itself; '' and () where it does not say.

    `in_force` is the day its closing article sets: for an amended law the day of the law, not of the amendment.
    """

    title: str = ""
    issuer: str = ""
    events: tuple[Event, ...] = ()
    in_force: str = ""
    replaces: tuple[str, ...] = ()

    @property
    def edition(self) -> str:
        """The day of the last making or amending: the id of the edition."""
        made = [e.day for e in self.events if e.act != "施行"]
        return max(made) if made else self.in_force


def read_header(parsed: ParsedText) -> Header:
    """Return what head and closing articles of `parsed` say; in force falls back to “自公布之日起施行”."""
    front = "\n".join("".join(u.raw for u in parsed.units if u.kind == "front").splitlines())
    fields = dict(_FIELD.findall(front))
    events = [Event(day=iso(fields[name]), act="公布") for name in ("发布日期",) if iso(fields.get(name, ""))]
    events += _events(_FIELD.sub("", front))
    in_force = iso(fields.get("施行日期", "") or fields.get("实施日期", "")) or _in_force(parsed, events)
    return Header(
        title=_title(front),
        issuer=fields.get("发布机关", ""),
        events=tuple(dict.fromkeys(events)),
        in_force=in_force,
        replaces=tuple(
            part.strip() for part in re.split(r"[,，]", fields.get("替代", "") or fields.get("代替", "")) if part
        ),
    )


def iso(text: str) -> str:
    """Return the first date of `text` as YYYY-MM-DD, '' when there is none."""
    found = _DATE.search(text)
    if not found or not 1 <= int(found[2]) <= 12 or not 1 <= int(found[3]) <= 31:
        return ""
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"


def _title(front: str) -> str:
    found = _TITLE.search(front) or _TITLE_ENDING.search(front)
    return found[1].strip() if found else ""


def _events(front: str) -> list[Event]:
    events = []
    for line in front.splitlines():
        days = list(_DATE.finditer(line))
        ends = [*(day.start() for day in days[1:]), len(line)]
        for day, end in zip(days, ends, strict=False):
            act = _ACT.findall(line[day.end() : end])
            if act and iso(day.group()):
                events.append(Event(day=iso(day.group()), act=act[-1]))
    return events


def _in_force(parsed: ParsedText, events: list[Event]) -> str:
    """Return the day the last articles set, else the day of making when they say at once."""
    said = [e.day for e in events if e.act == "施行"]
    for unit in reversed([u for u in parsed.units if u.kind in {"article", "paragraph"}][-12:]):
        fixed = _FROM.search(unit.raw)
        if fixed:
            return iso(fixed[1])
        if _AT_ONCE.search(unit.raw) and not said:
            return max((e.day for e in events), default="")
    return said[-1] if said else ""
