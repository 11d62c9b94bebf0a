"""The rules of writing, one function each: an entry beside its official row in, problems out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from kb.check import words
from kb.check.numbers import quantities
from kb.check.runs import shared_run
from kb.model.digest import official_digest, strip_numbering
from kb.model.entry import HazardEntry, Measure
from kb.model.official import OfficialRow
from kb.model.text import bare


class Problem(NamedTuple):
    """A broken rule: which one (its name), in which entry, and what is wrong, in Chinese."""

    entry: str
    rule: str
    text: str


class Pair(NamedTuple):
    """An official measure (numbering removed) and the lines that render it; number counts from 1."""

    number: int
    official: str
    lines: tuple[Measure, ...]

    @property
    def ours(self) -> str:
        """All rendering lines as one text."""
        return "；".join(line.text for line in self.lines)


def pairs(entry: HazardEntry, row: OfficialRow) -> list[Pair]:
    """Return each official measure with the lines that say they render it."""
    return [
        Pair(i, strip_numbering(text), tuple(m for m in entry.measures if i in m.renders))
        for i, text in enumerate(row.control_measures, 1)
    ]


def check_digest(entry: HazardEntry, row: OfficialRow) -> Iterator[str]:
    """Digest pinned: the entry describes this very row."""
    if official_digest(row.hazard, row.control_measures) != entry.official_digest:
        yield "摘要值与原文不符"


def check_location(entry: HazardEntry, row: OfficialRow) -> Iterator[str]:
    """Location named as the manual names it."""
    if bare(entry.location) != bare(row.location) and not any(e.field == "location" for e in entry.errata):
        yield f"场所名“{entry.location}”与手册“{row.location}”不同"


def check_renders(entry: HazardEntry, row: OfficialRow) -> Iterator[str]:
    """Rule 9: every official measure rendered; no number that does not exist; supplements have a source."""
    for pair in pairs(entry, row):
        if not pair.lines:
            yield f"原文措施 {pair.number} 没有写到"
    for measure in entry.measures:
        if any(n > len(row.control_measures) for n in measure.renders):
            yield f"renders 超出原文条数：{measure.text}"
        if not measure.renders and measure.supplement is None:
            yield f"补充内容没有出处：{measure.text}"


def check_strength(entry: HazardEntry, row: OfficialRow) -> Iterator[str]:
    """Rule 1: bans, duties, advice and permission keep their strength, line by line and measure by measure."""
    for measure in entry.measures:
        yield from _line_strength(measure)
    for pair in pairs(entry, row):
        ours = pair.ours
        wanted, found = len(words.BAN.findall(pair.official)), len(words.BAN.findall(ours))
        if found < wanted:
            yield f"措施 {pair.number} 原文有 {wanted} 处禁止用语，写成 {found} 处"
        if words.ADVICE_OFFICIAL.search(pair.official) and not words.ADVICE.search(ours):
            yield f"措施 {pair.number} 原文有“宜”，写法没有"


def _line_strength(measure: Measure) -> Iterator[str]:
    text = measure.text
    weak = words.WEAK.search(text)
    if weak and measure.strength in {"must", "must_not"}:
        yield f"“{weak.group()}”不能用于应做和禁止：{text}"
    wanted: dict[str, tuple[re.Pattern[str], ...]] = {
        "must_not": (words.BAN, words.SOFT_BAN),
        "must": (words.DUTY,),
        "should": (words.ADVICE,),
        "may": (words.PERMISSION,),
    }
    if not any(pattern.search(text) for pattern in wanted[measure.strength]):
        yield f"强度 {measure.strength} 与用词不合：{text}"
    if measure.strength == "may" and words.BAN.search(text):
        yield f"标为可以，却写着禁止：{text}"


def check_conditions(entry: HazardEntry, row: OfficialRow) -> Iterator[str]:
    """Rule 2: “only then”, “except” and “before” stay; a line's condition stands in its own sentence."""
    for measure in entry.measures:
        if measure.condition and bare(measure.condition) not in bare(measure.text):
            yield f"前提“{measure.condition}”不在句中：{measure.text}"
    for pair in pairs(entry, row):
        if re.search(r"方可|方能|才能|才可", pair.official) and not words.ONLY_IF.search(pair.ours):
            yield f"措施 {pair.number} 原文有“方可”，写法没有"
        if re.search(r"除[^尘锈去了渣油鳞铁雾氧硫垢冰霜灰杂臭湿]*外", pair.official) and "除" not in pair.ours:
            yield f"措施 {pair.number} 原文有“除…外”，写法没有"


def check_numbers(entry: HazardEntry, row: OfficialRow) -> Iterator[str]:
    """Rule 4: the same numbers with the same comparators, none lost, none added."""
    for pair in pairs(entry, row):
        official, ours = quantities(pair.official), quantities(pair.ours)
        for quantity in Counter(q.value for q in official):
            if quantity not in {q.value for q in ours}:
                yield f"措施 {pair.number} 的数字 {quantity} 没有写到"
        have = set(ours)
        for q in official:
            if q.comparator and q not in have and any(o.value == q.value for o in ours):
                yield f"措施 {pair.number} 的数字 {q.value} 的比较词（{q.comparator}）变了"
    known = {q.value for text in (row.hazard, *row.control_measures, row.location) for q in quantities(text)}
    for text in (*entry.hazards, *(m.text for m in entry.measures if m.supplement is None)):
        for q in quantities(text):
            if q.value not in known:
                yield f"数字 {q.value} 不在原文里：{text}"


def check_sequence(entry: HazardEntry, row: OfficialRow) -> Iterator[str]:
    """Rule 5 and 7: order words, directions and sides are kept."""
    for pair in pairs(entry, row):
        if "先" in pair.official.replace("首先", "先").replace("预先", "").replace("事先", "") and not re.search(
            r"先|首先", pair.ours
        ):
            yield f"措施 {pair.number} 原文有“先”，写法没有"
        official, ours = _untwin(pair.official), _untwin(pair.ours)
        for word in words.OBJECT_WORDS:
            if word in official and word not in ours and word not in words.DIRECTION_TWINS:
                yield f"措施 {pair.number} 原文有“{word}”，写法没有"


def _untwin(text: str) -> str:
    for twin, word in words.DIRECTION_TWINS.items():
        text = text.replace(twin, word)
    return text


def check_lists(entry: HazardEntry, row: OfficialRow) -> Iterator[str]:
    """Rule 6: lists are not cut to “等”."""
    et_cetera = re.compile(r"(?<![相平对同均])等(?![级待于候分同离压电值])")
    for pair in pairs(entry, row):
        if len(et_cetera.findall(pair.ours)) > 0 and not et_cetera.search(pair.official):
            yield f"措施 {pair.number} 原文没有“等”，写法用了"


def check_acts(entry: HazardEntry, row: OfficialRow) -> Iterator[str]:
    """Rules 8 and 11: no act and no extinguishing means that is not in the row."""
    official = row.hazard + row.location + "".join(row.control_measures)
    for measure in (m for m in entry.measures if m.supplement is None):
        for act in (*words.ACTS, *words.EXTINGUISHERS):
            if act in measure.text and act not in official and act not in measure.permits:
                yield f"原文没有“{act}”：{measure.text}"


def check_masks(entry: HazardEntry, row: OfficialRow) -> Iterator[str]:
    """Rule 12: the kind of mask is the row's, and a line without a kind is not printable."""
    official = "".join(row.control_measures)
    for measure in entry.measures:
        kinds = [kind for kind in words.MASKS if kind in measure.text]
        if not kinds:
            continue
        if kinds[0] not in official and measure.supplement is None:
            yield f"原文没有“{kinds[0]}”：{measure.text}"
        if all(kind in {"口罩", "面具", "呼吸器"} for kind in kinds) and measure.printable:
            yield f"口罩或面具没有写明种类，应标 printable: false：{measure.text}"


def check_slang(entry: HazardEntry, row: OfficialRow) -> Iterator[str]:  # noqa: ARG001 - one signature for all rules
    """Rule 14: no loose words in instructions."""
    for text in (*entry.hazards, *(m.text for m in entry.measures)):
        found = words.SLANG.search(text)
        if found:
            yield f"用了“{found.group()}”：{text}"


def check_runs(entry: HazardEntry, row: OfficialRow) -> Iterator[str]:
    """Rule 15: own words, also where a fault of the manual is described."""
    official = "\n".join((row.hazard, *row.control_measures))
    ours = (*entry.hazards, *(m.text for m in entry.measures), *entry.asked_as)
    found = [shared_run(text, official) for text in ours]
    described = (*(e.text for e in entry.errata), *(s.text for s in entry.stricter_now))
    found += [shared_run(text, official, quotes_exempt=False) for text in described]
    yield from (f"与原文连续相同 {len(run)} 字：{run}" for run in found if run)


Rule = Callable[[HazardEntry, OfficialRow], Iterator[str]]

RULES: dict[str, Rule] = {
    "digest": check_digest,
    "location": check_location,
    "renders": check_renders,
    "strength": check_strength,
    "conditions": check_conditions,
    "numbers": check_numbers,
    "sequence": check_sequence,
    "lists": check_lists,
    "acts": check_acts,
    "masks": check_masks,
    "slang": check_slang,
    "runs": check_runs,
}


def check_entry(entry: HazardEntry, row: OfficialRow) -> list[Problem]:
    """Return every broken rule of one entry, save those it excepts with a reason."""
    excepted = {e.rule for e in entry.exceptions}
    return [
        Problem(entry.id, name, text)
        for name, rule in RULES.items()
        if name not in excepted
        for text in rule(entry, row)
    ]
