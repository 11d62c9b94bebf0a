"""Which posts a batch is for: an industry's, or those a list names in whatever columns and words it has."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kb.errors import AmbiguousError, HazardKbError
from kb.model.saved_card import CardHead
from kb.store.knowledge import Knowledge
from web.batches import planning
from web.batches.job import Item, Job, Plan
from web.batches.planning import NO_COLUMN, plan_industry, plan_list, with_saved_cards

HEAD = ("岗位", "企业", "车间")
DAY = datetime.fromisoformat("2026-11-27")


def job(**fields: object) -> Job:
    return Job(**{"document": "notice", "form": "pdf", "as_of": "2026-11-27", "created": "x"} | fields)


def test_an_industry_is_all_its_posts(knowledge: Knowledge):
    plan = plan_industry(job(industry="textile", enterprise="甲厂"), knowledge)
    posts = [post.id for post in knowledge.posts() if post.industry == "textile"]
    assert [item.post for item in plan.items] == posts
    assert {item.enterprise for item in plan.items} == {"甲厂"}
    with pytest.raises(HazardKbError, match="没有岗位"):
        plan_industry(job(industry="nowhere"), knowledge)


def test_posts_are_known_by_id_title_and_alias_and_rows_win_over_the_job(knowledge: Knowledge):
    rows = [
        HEAD,
        ("blast-furnace-tapper", "乙厂", ""),
        ("行车工", "", "二车间"),
        ("", "", ""),
        ("高炉炉前工", "丙厂", "x"),
    ]
    plan = plan_list(job(enterprise="甲厂", workshop="一车间"), rows, knowledge)
    assert plan.items == (
        Item(post="blast-furnace-tapper", enterprise="乙厂", workshop="一车间"),
        Item(post="crane-operator", enterprise="甲厂", workshop="二车间"),
        Item(post="blast-furnace-tapper", enterprise="丙厂", workshop="x"),
    )
    assert plan.problems == ()


def test_rows_that_cannot_be_used_are_told_and_stop_nothing(knowledge: Knowledge):
    rows = [HEAD, ("不存在的工种", "", ""), ("电工", "", ""), ("", "甲厂", ""), ("行车工", "", "")]
    plan = plan_list(job(), rows, knowledge)
    assert [item.post for item in plan.items] == ["crane-operator"]
    unknown, near, empty = plan.problems
    assert unknown == "第 2 行：没有“不存在的工种”这个岗位，请查岗位页上的名称。"
    assert near.startswith("第 3 行：没有“电工”这个岗位，相近的有：")
    assert "维修电工" in near
    assert empty == "第 4 行：没有写岗位。"


class Doubling:
    """The knowledge base, in which one name belongs to two posts."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.edition, self.posts, self._post = knowledge.edition, knowledge.posts, knowledge.post

    def post(self, key: str):
        if key == "双关工":
            raise AmbiguousError("两个", ("crane-operator", "blast-furnace-tapper"))
        return self._post(key)


def test_an_ambiguous_name_lists_its_posts_with_their_ids(knowledge: Knowledge):
    plan = plan_list(job(), [HEAD, ("双关工",), ("行车工",)], Doubling(knowledge))
    assert "“双关工”对应几个岗位：" in plan.problems[0]
    assert "（crane-operator）、高炉炉前工（blast-furnace-tapper）" in plan.problems[0]


@pytest.mark.parametrize(
    "head",
    [("序号", "岗位名称", "所属企业", "所在车间"), ("x", "工种", "单位名称", "部门"), ("", " 岗 位 ", "公司", "班组")],
)
def test_columns_are_found_by_their_titles_below_a_title_line(head: tuple[str, ...], knowledge: Knowledge):
    rows = [("某厂岗位名单",), (), head, ("1", "行车工", "甲厂", "乙车间")]
    (item,) = plan_list(job(), rows, knowledge).items
    assert (item.post, item.enterprise, item.workshop) == ("crane-operator", "甲厂", "乙车间")


def test_lists_of_no_use_are_refused_with_the_remedy(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch):
    for rows in ([], [("姓名", "电话"), ("张三", "1")]):
        with pytest.raises(HazardKbError, match=NO_COLUMN[:20]):
            plan_list(job(), rows, knowledge)
    with pytest.raises(HazardKbError, match="没有一行能用。第 2 行：没有“甲乙”"):
        plan_list(job(), [HEAD, ("甲乙",)], knowledge)
    monkeypatch.setattr(planning, "MAX_ITEMS", 1)
    with pytest.raises(HazardKbError, match="一批最多 1 个"):
        plan_list(job(), [HEAD, ("行车工", "甲"), ("行车工", "乙")], knowledge)


def test_names_are_cut_to_what_a_card_holds(knowledge: Knowledge):
    (item,) = plan_list(job(), [HEAD, ("行车工", "=1+1\n" + "长" * 100, "\u202ex")], knowledge).items
    assert item.enterprise.startswith("=1+1 长")
    assert len(item.enterprise) == 40
    assert item.workshop == "x"


SAVED = (
    ("old", "行车", "甲厂", "一车间"), ("new", "行车", "甲厂", "一车间"), ("two", "行车", "甲厂", "二车间"),
    ("other", "炉前", "乙厂", ""), ("bare", "焊工", "", ""),
)  # fmt: skip


@pytest.mark.parametrize(
    ("post", "enterprise", "workshop", "card"),
    [
        ("行车", "甲厂", "一车间", "new"),
        ("行车", "甲厂", "三车间", ""),
        ("行车", "丙厂", "", ""),
        ("炉前", "", "", "other"),
        ("炉前", "乙厂", "一车间", ""),
        ("焊工", "", "", "bare"),
        ("焊工", "甲厂", "", ""),
    ],
)
def test_a_saved_card_is_taken_where_enterprise_and_workshop_agree(post, enterprise, workshop, card):
    heads = [
        CardHead(card=c, post=p, number=1, saved_at=DAY + timedelta(n), saved_by="本机", enterprise=e, workshop=w)
        for n, (c, p, e, w) in enumerate(SAVED)
    ]
    plan = Plan(edition="e", items=(Item(post=post, enterprise=enterprise, workshop=workshop),))
    found = with_saved_cards(plan, heads)
    assert (found.items[0].card, found.problems) == (card, ())


def test_between_several_saved_cards_nothing_is_guessed():
    heads = [
        CardHead(card=c, post="行车", number=1, saved_at=DAY, saved_by="本机", enterprise="甲厂", workshop=w)
        for c, w in (("a", "一车间"), ("b", "二车间"))
    ]
    found = with_saved_cards(Plan(edition="e", items=(Item(post="行车", enterprise="甲厂"),)), heads)
    assert found.items[0].card == ""
    assert found.problems == (
        "行车：存着几张本单位的卡（甲厂一车间、甲厂二车间），没有写明用哪一张，这个岗位印的是样稿。",
    )
