"""Small self-made records to make cards from: one post, its entries, a scenario, a document that has been replaced."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kb.errors import NotFoundError
from kb.model.base import CodeName, Review, Source
from kb.model.card import Card, CardOptions, Contact, RiskAssessment
from kb.model.clause import Clause, RegulationText
from kb.model.document_entry import DocumentEntry
from kb.model.entry import Basis, Chapter, Erratum, HazardEntry, Measure, StricterNow
from kb.model.official import OfficialRow
from kb.model.playbook import Line, Playbook
from kb.model.post import Post, ProtectiveItem, Qualification
from kb.model.regulation import Edition, Fact, Regulation, Successor
from kb.model.sign import SafetySign
from kb.services.cards import build_card

REVIEW = Review(who="样例", when="2026-11-01")
DAY = "2026-11-23"
HAZARDS = (
    "照明不足。", "煤气泄漏无人监护。", "钢丝绳断股仍在用。", "楼梯缺少扶手。", "电缆外皮破损。", "通道堆满杂物。",
    "阀门锈死。", "水槽没有盖板。", "皮带缺急停开关。",
)  # fmt: skip
HOSTILE = "<b>{{ 7*7 }}</b> #strong[x] $y$ =1+1 +2 @cmd \x00\x0b\u202e‹› \\ `c` *粗*"


def measure(text: str, number: int = 1, **fields: Any) -> Measure:
    return Measure(
        **{"renders": (number,), "strength": "must", "actor": "operator", "control": "management"} | fields, text=text
    )


def entry(place: int, hazard: int, **fields: Any) -> HazardEntry:
    chapter = Chapter(industry="metallurgy", number=1, title="样例章")
    defaults: dict[str, Any] = {
        "id": f"metallurgy-01-{place:03}-{hazard}",
        "industry": CodeName("metallurgy", "冶金"),
        "chapter": chapter,
        "place": f"metallurgy-01-{place:03}",
        "location": f"样例场所{place}",
        "location_kind": "site",
        "hazards": (HAZARDS[hazard % len(HAZARDS)],),
        "accident_types": (CodeName("poisoning", "中毒和窒息"),),
        "measures": (measure(f"样例做法{place}之{hazard}应先检测。"),),
        "review": REVIEW,
    }
    return HazardEntry(**defaults | fields)


def marked_entry() -> HazardEntry:
    """An entry with every mark: erratum, stricter rule, specialist, unprintable line, supplement, replaced basis."""
    return entry(
        1,
        1,
        measures=(
            measure("进料斗前应测一氧化碳。", 1, condition="进料斗前", permits=("有限空间",)),
            measure("应戴面具。", 2, printable=False),
            measure("带压处应由专业人员处理。", 3, specialist_only=True, actor="specialist"),
            measure("平台应设固定报警器。", 4, actor="enterprise", control="engineering"),
            measure("不得单人进入。", 5, strength="must_not", actor="everyone"),
            measure(
                "宜备空气呼吸器。",
                6,
                strength="should",
                supplement=Source(document="order-91", clause="第三十二条", how="read_in_text"),
                renders=(),
            ),
        ),
        errata=(Erratum(text="手册单位印错。", measures=(1,)),),
        stricter_now=(
            StricterNow(
                text="现行规定要用空气呼吸器。",
                source=Source(document="order-91", clause="第三十二条", how="read_in_text"),
                measures=(2,),
            ),
        ),
        legal_basis=(Basis(document="old-rule", clause="5", as_printed="旧规定"), Basis(as_printed="无名文件")),
        playbooks=("gas-poisoning",),
    )


def playbook(**fields: Any) -> Playbook:
    law = Source(document="order-91", clause="第三十二条", how="read_in_text")
    habit = Source(note="通用做法", how="general_practice")
    defaults: dict[str, Any] = {
        "id": "gas-poisoning",
        "title": "煤气中毒",
        "first": "人先撤到上风侧。",
        "signs": (Line(text="报警器响。", source=law),),
        "steps": (
            Line(text="所有人撤到上风侧。", role="所有人", source=law),
            Line(text="戴空气呼吸器进入救人。", role="救援人员", source=law),
            Line(text="已经确认的步骤。", source=habit, confirmed_by="王工"),
        ),
        "never": (Line(text="严禁无防护进入救人。", source=law), Line(text="未经确认的禁令。", source=habit)),
        "first_aid": (Line(text="移到通风处平躺。", source=law),),
        "calls": ("煤气防护站",),
        "equipment": ("空气呼吸器",),
        "review": REVIEW,
    }
    return Playbook(**defaults | fields)


def regulation(key: str, title: str, **fields: Any) -> Regulation:
    known = Fact(value=title, how="third_party")
    return Regulation(**{"id": key, "kind": "department_rule", "title": title, "known": known} | fields)


def post(**fields: Any) -> Post:
    defaults: dict[str, Any] = {
        "id": "sample-post",
        "title": "样例工",
        "industry": "metallurgy",
        "tasks": ("样例任务",),
        "places": ("metallurgy-01-001",),
        "playbooks": ("gas-poisoning",),
        "qualifications": (Qualification(name="样例证", source=Source(note="样例规定", how="unverified")),),
        "protective_equipment": (
            ProtectiveItem(
                name="便携式一氧化碳报警器", when="进煤气区域", source=Source(note="样例标准", how="third_party")
            ),
        ),
        "review": REVIEW,
    }
    return Post(**defaults | fields)


@dataclass
class Records:
    """A `CardSource` over plain lists."""

    entries: tuple[HazardEntry, ...]
    edition: str = "sample"
    others: tuple[HazardEntry, ...] = ()
    playbooks: dict[str, Playbook] = field(default_factory=lambda: {"gas-poisoning": playbook()})
    safety_signs: dict[str, SafetySign] = field(default_factory=dict)
    official_rows: dict[str, OfficialRow] = field(default_factory=dict)
    documents: dict[str, Regulation] = field(default_factory=dict)
    clauses: tuple[Clause, ...] = ()

    def __post_init__(self) -> None:
        successor = Successor(document="new-rule", how="read_in_text", in_force="2020-01-01")
        for document in (
            regulation("order-91", "样例现行规定"),
            regulation("old-rule", "样例旧规定", editions=(Edition(id="2010"),), replaced_by=(successor,)),
            regulation("new-rule", "样例新规定"),
        ):
            self.documents.setdefault(document.id, document)

    def post_entries(self, post_id: str) -> tuple[HazardEntry, ...]:
        return self.entries

    def all_entries(self) -> tuple[HazardEntry, ...]:
        return self.entries + self.others

    def playbook(self, key: str) -> Playbook:
        return self.playbooks[key]

    def sign(self, sign_id: str) -> SafetySign:
        if sign_id not in self.safety_signs:
            raise NotFoundError(f"没有 {sign_id}", sign_id)
        return self.safety_signs[sign_id]

    def document_entry(self, entry_id: str) -> DocumentEntry:
        raise NotFoundError(f"没有 {entry_id}", entry_id)

    def regulation(self, key: str) -> Regulation:
        if key not in self.documents:
            raise NotFoundError(f"没有 {key}", key)
        return self.documents[key]

    def clause_text(self, clause_id: str) -> Clause | None:
        return next((clause for clause in self.clauses if clause.id == clause_id), None)

    def texts(self) -> tuple[RegulationText, ...]:
        about = {(clause.document, clause.edition) for clause in self.clauses}
        return tuple(
            RegulationText(name="样例.md", sha="0" * 64, document=d, known=True, edition=e, title=d, count=1)
            for d, e in sorted(about)
        )

    def official(self, entry_id: str) -> OfficialRow | None:
        return self.official_rows.get(entry_id)

    def accident_names_2025(self, code: str) -> tuple[str, ...]:
        return {"poisoning": ("中毒", "窒息")}.get(code, ())


def filled(**fields: Any) -> CardOptions:
    """Options with nothing missing."""
    defaults: dict[str, Any] = {
        "as_of": DAY,
        "enterprise": "样例公司",
        "workshop": "一车间",
        "number": "GZK-01",
        "version": "A/1",
        "risk": RiskAssessment(level="orange", method="LEC", assessor="张三", assessed_on="2026-10-01"),
        "phones": (Contact(role="车间", name="值班室", phone="8001"),),
        "responsible": (Contact(role="责任人", name="李四", phone="8002"),),
        "issued_on": "2026-11-20",
        "confirmed_by": "王五",
    }
    return CardOptions(**defaults | fields)


def short_card(**fields: Any) -> Card:
    """A card of one entry with every mark; nothing filled in unless given."""
    return build_card(post(), Records((marked_entry(),)), CardOptions(as_of=DAY, **fields))


def long_card(**fields: Any) -> Card:
    """A card of many entries with many long lines."""
    entries = [marked_entry()]
    for place in range(2, 14):
        lines = tuple(
            measure(f"第{place}处第{n}条做法，" + "应逐项检查并记录，" * (n % 5 + 1) + "完毕。", n)
            for n in range(1, 12)
        )
        entries.append(entry(place, 1, measures=lines))
    return build_card(post(), Records(tuple(entries)), CardOptions(as_of=DAY, **fields))
