"""A post's card (岗位卡): everything the printed documents and the card's page say, each line with where it is from."""

from __future__ import annotations

from typing import Literal

import msgspec

from kb.model.base import CodeName, Record
from kb.model.entry import Actor, Control, Phase, Strength
from kb.model.question import Question
from kb.model.sign import SafetySign

Origin = Literal["manual", "law", "practice", "enterprise", "document"]
ORIGIN_MARKS: dict[Origin, str] = {"manual": "①", "law": "②", "practice": "③", "enterprise": "④", "document": "⑤"}
ORIGIN_NAMES: dict[Origin, str] = {
    "manual": "①手册", "law": "②法规标准", "practice": "③通用做法", "enterprise": "④企业补充",
    "document": "⑤其他文件",
}  # fmt: skip

STRENGTH_NAMES: dict[Strength, str] = {"must_not": "禁止", "must": "必须", "should": "建议", "may": "可以"}
ACTOR_NAMES: dict[Actor, str] = {
    "enterprise": "企业", "designer": "设计单位", "operator": "操作人员", "maintenance": "检修人员",
    "attendant": "监护人", "supervisor": "班组长、现场负责人", "dispatcher": "调度", "emergency_crew": "救援人员",
    "specialist": "专业人员", "contractor": "外委单位", "everyone": "所有人",
}  # fmt: skip
PHASE_NAMES: dict[Phase, str] = {
    "normal": "正常作业", "start_stop": "开停机", "maintenance": "检修清理", "fault": "异常故障",
}  # fmt: skip
CONTROL_NAMES: dict[Control, str] = {
    "engineering": "工程技术", "management": "管理", "training": "培训教育", "personal_protection": "个体防护",
    "emergency": "应急",
}  # fmt: skip

RiskLevel = Literal["", "red", "orange", "yellow", "blue"]
RISK_NAMES: dict[RiskLevel, str] = {
    "": "未评估",
    "red": "重大风险（红）",
    "orange": "较大风险（橙）",
    "yellow": "一般风险（黄）",
    "blue": "低风险（蓝）",
}

MeasureState = Literal["", "done", "open", "not_applicable"]
STATE_NAMES: dict[MeasureState, str] = {"": "", "done": "已落实", "open": "未落实", "not_applicable": "不涉及"}

MarkKind = Literal["erratum", "stricter_now", "specialist_only", "unconfirmed", "document"]
MARK_NAMES: dict[MarkKind, str] = {
    "erratum": "手册勘误", "stricter_now": "现行规定更严", "specialist_only": "仅限专业人员", "unconfirmed": "待确认",
    "document": "其他文件",
}  # fmt: skip

WORKER_ACTORS: frozenset[Actor] = frozenset(
    {"operator", "maintenance", "attendant", "supervisor", "dispatcher", "emergency_crew", "contractor", "everyone"}
)
"""Who acts on the spot; what the others (enterprise, designer, specialist) do goes to the list and the checklist."""

MAX_CHOSEN = 8
MAX_ADDED = 40
"""Most rows of other documents one card takes."""
"""Most entries on a notice card (findings: what is longer is not read); the rest stands in the post's list."""


class Mark(Record, frozen=True, kw_only=True):
    """A warning that must be printed with the line or entry it belongs to."""

    kind: MarkKind
    text: str = ""
    source: str = ""


class CardLine(Record, frozen=True, kw_only=True):
    """One line on paper. `key` names it (`{entry}#{n}`, n from 1); `source` says where it is from if not the manual."""

    key: str = ""
    text: str
    renders: tuple[int, ...] = ()
    origin: Origin
    strength: Strength | None = None
    actor: Actor | None = None
    role: str = ""
    control: Control | None = None
    phase: Phase = "normal"
    condition: str = ""
    permits: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    source: str = ""
    state: MeasureState = ""

    @property
    def for_worker(self) -> bool:
        """Whether someone on the spot does this."""
        return self.actor is None or self.actor in WORKER_ACTORS

    @property
    def actor_name(self) -> str:
        """Who does this, as printed: a playbook's role, else the actor's name."""
        return self.role or (ACTOR_NAMES[self.actor] if self.actor else "")


class AccidentName(Record, frozen=True, kw_only=True):
    """An accident type: code and name of GB/T 6441-1986, and its names in GB 6441-2025 (crosswalk; may be none)."""

    code: str
    name: str
    names_2025: tuple[str, ...] = ()


class BasisLine(Record, frozen=True, kw_only=True):
    """A document relied on: title, number and clause, its status on the card's day, and what replaces it.

    `certainty` says how the status is known; a citation the catalogue does not know has no `document` and no status.
    """

    document: str = ""
    title: str
    clause: str = ""
    as_printed: str = ""
    status: str = ""
    status_name: str = ""
    status_text: str = ""
    replaced_by: tuple[str, ...] = ()
    certainty: str = ""


class StandardLine(Record, frozen=True, kw_only=True):
    """A rule that lines are checked against: document, edition and clause, and its official words.

    Without `text`, `missing` says why there is none. `lines` are the keys of the lines it is about; () for every line
    of the entry that is not the enterprise's own.
    """

    where: str
    text: str = ""
    missing: str = ""
    lines: tuple[str, ...] = ()


class CardEntry(Record, frozen=True, kw_only=True):
    """An entry as a card shows it. `same` lists other entries of the post that say the same; `unprinted` counts lines
    that may not be printed (the kind of mask is not stated); `official` are the manual's own measures where the user
    has ingested it, `standards` the clauses it names in their official words; `also_called` and `asked_as` are for
    finding it, on no paper; no `basis` means 无法定依据. A row of
    another document has a mark that names it, and no industry (empty code and name) where the document names none."""

    id: str
    industry: CodeName
    chapter: str
    place: str
    location: str
    hazards: tuple[str, ...]
    accidents: tuple[AccidentName, ...]
    lines: tuple[CardLine, ...]
    basis: tuple[BasisLine, ...] = ()
    marks: tuple[Mark, ...] = ()
    consequences: tuple[CardLine, ...] = ()
    danger_prompt: str = ""
    playbooks: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    unprinted: int = 0
    official: tuple[str, ...] = ()
    also_called: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    standards: tuple[StandardLine, ...] = ()

    @property
    def worker_lines(self) -> tuple[CardLine, ...]:
        """Return what people on the spot do, in the manual's order."""
        return tuple(line for line in self.lines if line.for_worker)

    @property
    def other_lines(self) -> tuple[CardLine, ...]:
        """Return what the enterprise, the designer or specialists do."""
        return tuple(line for line in self.lines if not line.for_worker)

    @property
    def accident_text(self) -> str:
        """Return the accident types as one line of text."""
        return "、".join(accident.name for accident in self.accidents)


class CardScenario(Record, frozen=True, kw_only=True):
    """Emergency response for one scenario; `omitted` counts lines left out because no reviewer has confirmed them;
    `asked_as` are names and words to find it by, on no paper."""

    id: str
    title: str
    first: str
    accidents: tuple[str, ...] = ()
    signs: tuple[CardLine, ...] = ()
    steps: tuple[CardLine, ...] = ()
    never: tuple[CardLine, ...] = ()
    first_aid: tuple[CardLine, ...] = ()
    calls: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    safety_signs: tuple[SafetySign, ...] = ()
    omitted: int = 0
    asked_as: tuple[str, ...] = ()


class Protective(Record, frozen=True, kw_only=True):
    """An item of protective equipment, for reference only (参考配备), with when and where it says so."""

    name: str
    when: str = ""
    origin: Origin
    source: str = ""


class CardQualification(Record, frozen=True, kw_only=True):
    """A certificate the post needs and the rule that demands it."""

    name: str
    category: str = ""
    source: str = ""


class Contact(Record, frozen=True, kw_only=True):
    """Someone to call or in charge: what they are, and name and number where filled in (else a blank line)."""

    role: str
    name: str = ""
    phone: str = ""


class OwnLine(Record, frozen=True, kw_only=True):
    """A line the enterprise adds (企业补充) to an entry."""

    entry: str
    text: str


class RiskAssessment(Record, frozen=True, kw_only=True):
    """The enterprise's own assessment: level, method, values, assessor, ISO date, level of control (公司/车间/班组)."""

    level: RiskLevel = ""
    method: str = ""
    values: str = ""
    assessor: str = ""
    assessed_on: str = ""
    control_level: str = ""


class CardOptions(Record, frozen=True, kw_only=True):
    """What the enterprise sets for its card; all of it optional except the day (ISO) on which law is looked up.

    `entries` chooses and orders the notice card's entries (empty: chosen by rule); `added` are rows of other documents
    that the card takes beside the post's own entries; `states` maps a line's key to
    its state; `signs` adds signs the enterprise decided on; `practice_confirmed_by` names who confirmed the lines of
    general practice (without it they are left out); `logo` is a PNG; `questions` asks for two
    papers of so many questions; `public_url` turns the QR code on, which leads to the card saved as `saved`.
    """

    as_of: str
    enterprise: str = ""
    workshop: str = ""
    number: str = ""
    version: str = ""
    risk: RiskAssessment = RiskAssessment()
    entries: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    states: dict[str, MeasureState] = msgspec.field(default_factory=dict)
    own_lines: tuple[OwnLine, ...] = ()
    signs: tuple[str, ...] = ()
    phones: tuple[Contact, ...] = ()
    responsible: tuple[Contact, ...] = ()
    assembly_point: str = ""
    equipment_place: str = ""
    plan_number: str = ""
    issued_by: str = ""
    issued_on: str = ""
    confirmed_by: str = ""
    practice_confirmed_by: str = ""
    logo: bytes = b""
    questions: int = 0
    public_url: str = ""
    saved: str = ""


class Card(Record, frozen=True, kw_only=True):
    """A post's card: `chosen` for the notice, `rest` in the list. `draft` names what keeps it 样稿，不得张贴.

    `digest` is taken over all of it except the day, so that a card changes its digest only when its content does.
    """

    post: CodeName
    aliases: tuple[str, ...] = ()
    industry: str
    tasks: tuple[str, ...] = ()
    options: CardOptions
    chosen: tuple[CardEntry, ...]
    rest: tuple[CardEntry, ...] = ()
    scenarios: tuple[CardScenario, ...] = ()
    protective: tuple[Protective, ...] = ()
    qualifications: tuple[CardQualification, ...] = ()
    signs: tuple[SafetySign, ...] = ()
    phones: tuple[Contact, ...] = ()
    responsible: tuple[Contact, ...] = ()
    right_to_leave: CardLine
    papers: tuple[tuple[Question, ...], ...] = ()
    draft: tuple[str, ...] = ()
    engineer_reviewed: bool = False
    edition: str = ""
    digest: str = ""

    @property
    def entries(self) -> tuple[CardEntry, ...]:
        """Return every entry of the post, the chosen ones first."""
        return self.chosen + self.rest

    @property
    def accidents(self) -> tuple[AccidentName, ...]:
        """Return the accident types of the chosen entries, each once."""
        return tuple({a.code: a for entry in self.chosen for a in entry.accidents}.values())

    @property
    def risk_name(self) -> str:
        """Return the risk band as printed: the enterprise's level, else 未评估."""
        return RISK_NAMES[self.options.risk.level]

    @property
    def document_number(self) -> str:
        """Return what identifies the card on paper: post and the first twelve digits of its digest."""
        return f"{self.post.code}-{self.digest[:12]}"
