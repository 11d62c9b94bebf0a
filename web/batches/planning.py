"""From what was asked to a plan: the posts of an industry or of a list; what cannot be used is told row by row."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kb.errors import AmbiguousError, HazardKbError, NotFoundError
from kb.model.saved_card import CardHead
from kb.store.knowledge import Knowledge
from web.batches.job import MAX_ITEMS, Item, Job, Plan
from web.documents.wording import signed_name

Rows = Sequence[Sequence[str]]
"""The cells of a sheet as text, row by row."""

_COLUMNS = {
    "post": ("岗位", "岗位名称", "工种", "岗位编号"),
    "enterprise": ("企业", "单位", "公司"),
    "workshop": ("车间", "部门", "班组", "工段"),
}
_HEAD_WITHIN, _TITLE, _NEAR = 10, 8, 5
NO_COLUMN = "名单的第一张表里没有“岗位”这一列，请在第一行写上列名：岗位、企业、车间，每行一个岗位。"


def plan_industry(job: Job, knowledge: Knowledge) -> Plan:
    """Return the plan for all posts of the job's industry. Raises a Chinese error where it has none."""
    posts = [post for post in knowledge.posts() if post.industry == job.industry]
    if not posts:
        raise HazardKbError("这个行业没有岗位，请另选行业。")
    items = (Item(post=post.id, enterprise=job.enterprise, workshop=job.workshop) for post in posts)
    return Plan(edition=knowledge.edition, items=tuple(items))


def plan_list(job: Job, rows: Rows, knowledge: Knowledge) -> Plan:
    """Return the plan for the posts `rows` name, by id, title or alias; unknown and ambiguous ones are told.

    Raises a Chinese error without such a row, for a list that is
    too long, and when no row can be used.
    """
    head, columns = _head(rows)
    items: list[Item] = []
    problems: list[str] = []
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        try:
            item = _item(row, columns, job, knowledge)
            if item is not None and item not in items:
                items.append(item)
        except HazardKbError as error:
            problems.append(f"第 {number} 行：{error}")
    if not items:
        raise HazardKbError(f"名单里没有一行能用。{''.join(problems[:3])}".strip())
    if len(items) > MAX_ITEMS:
        raise HazardKbError(f"名单有 {len(items)} 个岗位，一批最多 {MAX_ITEMS} 个，请分成几批。")
    return Plan(edition=knowledge.edition, items=tuple(items), problems=tuple(problems))


def with_saved_cards(plan: Plan, heads: Sequence[CardHead]) -> Plan:
    """Return the plan with the saved card of each post: that of the enterprise and workshop the item names.

    What an item leaves open may be anything, but several cards that differ in it are never chosen between: the plain
    card is made, and that is told. Of cards alike in post, enterprise and workshop the one saved last counts.
    """
    items: list[Item] = []
    problems = list(plan.problems)
    for item in plan.items:
        fitting = {_named(head): head for head in sorted(heads, key=lambda h: h.saved_at) if _fits(head, item)}
        head = fitting.get((item.enterprise, item.workshop))
        if head is None and len(fitting) == 1:
            (head,) = fitting.values()
        if head is None and fitting:
            names = "、".join("".join(name) or "没有写企业" for name in fitting)
            problems.append(f"{item.post}：存着几张本单位的卡（{names}），没有写明用哪一张，这个岗位印的是样稿。")
        items.append(msgspec.structs.replace(item, card=head.card) if head else item)
    return msgspec.structs.replace(plan, items=tuple(items), problems=tuple(problems))


def _fits(head: CardHead, item: Item) -> bool:
    """Whether a saved card is of the item's post, and of its enterprise and workshop as far as it names them."""
    enterprise, workshop = _named(head)
    return head.post == item.post and item.enterprise in {"", enterprise} and item.workshop in {"", workshop}


def _named(head: CardHead) -> tuple[str, str]:
    return signed_name(head.enterprise), signed_name(head.workshop)


def _head(rows: Rows) -> tuple[int, dict[str, int]]:
    """Return the row of column titles, the one with most columns we know, and the place of each."""
    known = []
    for index, row in enumerate(rows[:_HEAD_WITHIN]):
        found = {name: place for name, titles in _COLUMNS.items() if (place := _place(row, titles)) is not None}
        if "post" in found:
            known.append((index, found))
    if not known:
        raise HazardKbError(NO_COLUMN)
    return max(known, key=lambda pair: len(pair[1]))


def _place(row: Sequence[str], titles: Sequence[str]) -> int | None:
    """Return the column under one of `titles`, else the first whose title holds one (企业名称, 所在车间)."""
    cells = ["".join(cell.split()) for cell in row]
    for title in titles:
        if title in cells:
            return cells.index(title)
    short = (place for place, cell in enumerate(cells) if len(cell) <= _TITLE and any(t in cell for t in titles))
    return next(short, None)


def _item(row: Sequence[str], columns: dict[str, int], job: Job, knowledge: Knowledge) -> Item | None:
    """Return the post a row names, None for an empty row. Raises a Chinese error for a post we cannot tell."""
    cells = {name: signed_name(row[place]) if place < len(row) else "" for name, place in columns.items()}
    if not cells["post"]:
        if any(cell.strip() for cell in row):
            raise HazardKbError("没有写岗位。")
        return None
    enterprise, workshop = (cells.get(name) or getattr(job, name) for name in ("enterprise", "workshop"))
    return Item(post=_post(cells["post"], knowledge), enterprise=enterprise, workshop=workshop)


def _post(name: str, knowledge: Knowledge) -> str:
    try:
        return knowledge.post(name).id
    except NotFoundError:
        near = [post.title for post in knowledge.posts() if any(name in known for known in (post.title, *post.aliases))]
        hint = f"相近的有：{'、'.join(near[:_NEAR])}" if near else "请查岗位页上的名称"
        raise HazardKbError(f"没有“{name}”这个岗位，{hint}。") from None
    except AmbiguousError as error:
        names = "、".join(f"{knowledge.post(key).title}（{key}）" for key in error.candidates)
        raise HazardKbError(f"“{name}”对应几个岗位：{names}，请写括号里的编号。") from None
