"""Makes a post's card: which entries it shows, in which order, and what is still missing before it may be posted."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Sequence

import msgspec

from kb.errors import HazardKbError, NotFoundError
from kb.model.base import CodeName, Review
from kb.model.card import MAX_CHOSEN, Card, CardEntry, CardLine, CardOptions, CardScenario, Contact
from kb.model.entry import HazardEntry
from kb.model.industry import find_industry
from kb.model.playbook import Playbook
from kb.model.post import Post
from kb.model.question import Question
from kb.model.sign import SafetySign
from kb.services.card_entries import (
    CardSource,
    card_entry,
    card_scenario,
    document_card_entry,
    protective_items,
    qualifications,
)
from kb.services.likeness import SAME, likeness
from kb.services.quiz import QuestionBank

# Accident types by how often one event kills, worst first: the first group takes several people at once, the second
# usually one; what is in neither comes last. Our own order for choosing, not a statement of law.
_KILLS_SEVERAL = ("中毒和窒息", "其他爆炸", "容器爆炸", "锅炉爆炸", "火药爆炸", "瓦斯爆炸", "灼烫", "火灾", "坍塌")
_KILLS = (*_KILLS_SEVERAL, "触电", "高处坠落", "淹溺", "起重伤害", "机械伤害", "车辆伤害", "透水", "冒顶片帮")

PAPERS = ("A", "B")
SIGN_ORDER = ("warning", "prohibition", "mandatory", "safe_condition")
"""The order safety signs hang in, side by side."""

_PHONES = ("本班值班", "班组长", "车间", "调度室")
_PUBLIC_PHONES = (Contact(role="火警", phone="119"), Contact(role="急救", phone="120"))
_RESPONSIBLE = ("责任部门", "责任人")

_RIGHT_TO_LEAVE = CardLine(
    text="遇到直接危及人身安全的紧急情况，你可以停下工作，或先做力所能及的应急处置再撤离；单位不得因此扣减待遇或解除合同。",
    origin="law",
    source="《中华人民共和国安全生产法》（2021）第五十五条",
)


def build_card(post: Post, source: CardSource, options: CardOptions) -> Card:
    """Return the card of `post`. Pure: the same records and options give the same card and digest.

    Raises NotFoundError for a chosen entry or sign that is not there, HazardKbError when too many are chosen.
    """
    records = source.post_entries(post.id)
    entries = {record.id: card_entry(record, source, options) for record in records}
    entries |= {key: document_card_entry(source.document_entry(key), source, options) for key in options.added}
    chosen_ids = options.entries or _choice(records, options.added)
    check_choice(post, chosen_ids, entries)
    playbooks = _playbooks(post, records, chosen_ids, source)
    industry = find_industry(post.industry)
    card = Card(
        post=CodeName(post.id, post.title),
        aliases=post.aliases,
        industry=industry.name if industry else "工贸各行业",
        tasks=post.tasks,
        options=options,
        chosen=tuple(_with_same(entries[key], records) for key in chosen_ids),
        rest=tuple(_with_same(entry, records) for key, entry in entries.items() if key not in chosen_ids),
        scenarios=tuple(_scenarios(playbooks, source, options)),
        protective=protective_items(post, source),
        qualifications=qualifications(post, source),
        signs=_signs(post, playbooks, source, options),
        phones=(*(options.phones or _blanks(_PHONES)), *_PUBLIC_PHONES),
        responsible=options.responsible or _blanks(_RESPONSIBLE),
        right_to_leave=_RIGHT_TO_LEAVE,
        papers=_papers(post, records, source, options.questions),
        draft=missing_before_posting(options),
        engineer_reviewed=not options.added and all(review.engineer for review in _reviews(post, records, playbooks)),
        edition=source.edition,
    )
    return msgspec.structs.replace(card, digest=card_digest(card))


def choose_entries(entries: Sequence[HazardEntry], limit: int = MAX_CHOSEN) -> tuple[str, ...]:
    """Return the ids of at most `limit` entries for the notice card, in the manual's order.

    The rule, so that everyone can foresee it: what says the same counts once, the first in the manual's order (same
    text, or at a place of the same name a hazard in nearly the same words). Entries are ranked by the
    deadliest accident type they name (`_KILLS`; those that take several people at once rank alike), then by whether
    people on the spot have something to do, then by the manual's order. Every place gives its best entry before any
    place gives a second one, but what kills several people goes before a place's turn. Empty list for no entries.
    """
    order = {entry.id: position for position, entry in enumerate(entries)}
    ranked = sorted(_distinct(entries), key=lambda entry: (_deadliness(entry), not _has_work(entry), order[entry.id]))
    turns: dict[str, int] = {}
    keyed = []
    for entry in ranked:
        turn = turns[entry.place] = turns.get(entry.place, 0) + 1
        keyed.append((_deadliness(entry) > 0, turn, entry.id))
    keyed.sort(key=lambda key: key[:2])
    return tuple(sorted((key[2] for key in keyed[:limit]), key=order.__getitem__))


def _choice(records: Sequence[HazardEntry], added: Sequence[str]) -> tuple[str, ...]:
    """Return what stands on the notice where nobody chose: the manual's by rule, then what was added.

    Whoever adds a row wants it seen, so up to half of the notice is for those; the deadliest of the manual keep theirs.
    """
    shown = tuple(added[: MAX_CHOSEN // 2]) if records else tuple(added[:MAX_CHOSEN])
    return (*choose_entries(records, MAX_CHOSEN - len(shown)), *shown)


def check_choice(post: Post, chosen: Sequence[str], known: Container[str]) -> None:
    """Raise a Chinese error when `chosen` is too long, repeats itself, or names an entry the post does not have."""
    if len(chosen) > MAX_CHOSEN:
        raise HazardKbError(f"告知卡最多选 {MAX_CHOSEN} 条危险因素，现选了 {len(chosen)} 条，请减少，其余会列入清单。")
    if len(set(chosen)) < len(chosen):
        raise HazardKbError("所选的危险因素有重复，请每条只选一次。")
    for key in chosen:
        if key not in known:
            raise NotFoundError(f"岗位“{post.title}”没有编号为 {key} 的危险因素，请在该岗位的清单里选。", key)


def missing_before_posting(options: CardOptions) -> tuple[str, ...]:
    """Return the names of what the enterprise must still fill in; while any is missing the card is 样稿，不得张贴."""
    needed = {
        "风险等级": options.risk.level,
        "责任人": any(person.name for person in options.responsible),
        "报告电话": any(contact.phone for contact in options.phones),
        "签发日期": options.issued_on,
        "企业确认": options.confirmed_by,
    }
    return tuple(name for name, value in needed.items() if not value)


def card_digest(card: Card) -> str:
    """Return 64 hex digits over everything the card says; the day asked for, the address, questions, what only helps
    to find an entry, and official texts of manual and clauses (which depend on whose machine it is) are left out.
    """
    content = msgspec.structs.replace(
        card,
        options=msgspec.structs.replace(card.options, as_of="", questions=0, public_url="", saved=""),
        chosen=tuple(map(_as_printed, card.chosen)),
        rest=tuple(map(_as_printed, card.rest)),
        scenarios=tuple(msgspec.structs.replace(scenario, asked_as=()) for scenario in card.scenarios),
        papers=(),
        edition="",
        digest="",
    )
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def _as_printed(entry: CardEntry) -> CardEntry:
    """Return an entry without what depends on whose machine it is and what only helps to find it."""
    return msgspec.structs.replace(entry, official=(), standards=(), also_called=(), asked_as=())


def _distinct(entries: Iterable[HazardEntry]) -> list[HazardEntry]:
    """Return the entries without those that repeat an earlier one."""
    kept: list[HazardEntry] = []
    for entry in entries:
        if not any(_repeats(entry, earlier) for earlier in kept):
            kept.append(entry)
    return kept


def _repeats(entry: HazardEntry, earlier: HazardEntry) -> bool:
    if (entry.same_as or entry.id) == (earlier.same_as or earlier.id):
        return True
    return entry.location == earlier.location and likeness("".join(entry.hazards), "".join(earlier.hazards)) >= SAME


def _deadliness(entry: HazardEntry) -> int:
    """Return the rank of the entry's deadliest accident type; 0 for all that take several people at once."""
    ranks = [_KILLS.index(a.name) if a.name in _KILLS else len(_KILLS) for a in entry.accident_types]
    worst = min(ranks, default=len(_KILLS))
    return max(0, worst - len(_KILLS_SEVERAL) + 1)


def _has_work(entry: HazardEntry) -> bool:
    return any(measure.printable and measure.actor not in {"enterprise", "designer"} for measure in entry.measures)


def _with_same(entry: CardEntry, records: Iterable[HazardEntry]) -> CardEntry:
    groups = {record.id: record.same_as or record.id for record in records}
    same = tuple(key for key, group in groups.items() if group == groups.get(entry.id) and key != entry.id)
    return msgspec.structs.replace(entry, same=same)


def _playbooks(
    post: Post, records: Sequence[HazardEntry], chosen: Sequence[str], source: CardSource
) -> tuple[Playbook, ...]:
    """Return the playbooks of the post and its entries: those most chosen entries name come first."""
    weight: dict[str, int] = dict.fromkeys(post.playbooks, 0)
    for record in records:
        for key in record.playbooks:
            weight[key] = weight.get(key, 0) + (record.id in chosen)
    return tuple(source.playbook(key) for key in sorted(weight, key=weight.__getitem__, reverse=True))


def _scenarios(playbooks: Iterable[Playbook], source: CardSource, options: CardOptions) -> Iterable[CardScenario]:
    return (card_scenario(playbook, source, options) for playbook in playbooks)


def _signs(
    post: Post, playbooks: Iterable[Playbook], source: CardSource, options: CardOptions
) -> tuple[SafetySign, ...]:
    """Return the signs that post, playbooks or enterprise name, each once: warning, prohibition, mandatory, safe."""
    wanted = dict.fromkeys((*options.signs, *post.safety_signs, *(s for p in playbooks for s in p.safety_signs)))
    signs = [source.sign(key) for key in wanted]
    return tuple(sorted(signs, key=lambda sign: SIGN_ORDER.index(sign.kind)))


def _papers(
    post: Post, records: Sequence[HazardEntry], source: CardSource, count: int
) -> tuple[tuple[Question, ...], ...]:
    """Return two question papers (A and B), the same for a post until its entries change."""
    if not count:
        return ()
    bank = QuestionBank(source.all_entries())
    return tuple(bank.paper(records, f"{post.id}:{variant}", count) for variant in PAPERS)


def _reviews(post: Post, records: Iterable[HazardEntry], playbooks: Iterable[Playbook]) -> tuple[Review, ...]:
    return (post.review, *(record.review for record in records), *(playbook.review for playbook in playbooks))


def _blanks(roles: Iterable[str]) -> tuple[Contact, ...]:
    return tuple(Contact(role=role) for role in roles)
