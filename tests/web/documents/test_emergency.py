"""The emergency cards, A6 and four up: steps in the scenario's order, who to call, nothing printed over anything."""

from __future__ import annotations

import msgspec
import pypdfium2
import pytest

from kb.model.card import CardOptions
from kb.model.playbook import Line
from kb.services.cards import build_card
from tests.card_samples import DAY, Records, marked_entry, playbook, post, short_card
from tests.web.documents.reading import pdf_pages, pdf_tags, smallest_type, squeezed
from web.documents import render

LAW = playbook().steps[0].source
A6 = (297.6, 419.5)
A4 = (595.3, 841.9)


def card_of(*playbooks, **options):
    entry_alone = msgspec.structs.replace(marked_entry(), playbooks=())
    records = Records((entry_alone,), playbooks={p.id: p for p in playbooks})
    return build_card(post(playbooks=tuple(records.playbooks)), records, CardOptions(as_of=DAY, **options))


def many_lines(count: int, words: str) -> tuple[Line, ...]:
    return tuple(Line(text=f"第{n}件事：{words}", role="班组长", source=LAW) for n in range(count))


def sizes(content: bytes) -> set[tuple[float, float]]:
    document = pypdfium2.PdfDocument(content)
    found = {(round(w, 1), round(h, 1)) for w, h in (document.get_page_size(i) for i in range(len(document)))}
    document.close()
    return found


def test_a_scenario_is_two_small_pages():
    content = render(short_card(), "emergency", "pdf")
    assert sizes(content) == {A6}
    assert len(pdf_pages(content)) == 2


def test_the_front_says_what_to_do_in_order():
    front = pdf_pages(render(short_card(), "emergency", "pdf"))[0]
    words = [
        "煤气中毒",
        "第一步想到：人先撤到上风侧。",
        "报警器响。",
        "1.所有人：所有人撤到上风侧。②",
        "2.救援人员：戴空气呼吸器",
        "3.已经确认的步骤。③",
        "严禁无防护",
        "第五十五条",
    ]
    positions = [front.find(squeezed(w)) for w in words]
    assert -1 not in positions
    assert positions == sorted(positions)
    assert "未经确认的禁令" not in front


def test_the_back_says_whom_to_call_and_what_to_report():
    back = pdf_pages(render(short_card(plan_number="XC-07", assembly_point="东门"), "emergency", "pdf"))[1]
    for words in (
        "火警119",
        "急救120",
        "报警110",
        "煤气防护站",
        "在哪里",
        "空气呼吸器",
        "东门",
        "XC-07",
        "样稿，不得张贴",
        "有1条因含通用做法",
        "移到通风处平躺",
        "《样例现行规定》第三十二条",
    ):
        assert words in back
    assert "参考资料，须结合本单位实际审核" in back


def test_type_shrinks_to_nine_points_and_not_below():
    full = playbook(
        steps=many_lines(6, "按预定路线撤到上风侧并清点人数，通知相邻岗位。"), never=many_lines(3, "严禁无防护进入。")
    )
    content = render(card_of(full), "emergency", "pdf")
    assert len(pdf_pages(content)) == 2
    assert 9 <= smallest_type(content) < 10


def test_signs_move_to_the_back_where_the_front_is_full():
    full = playbook(
        signs=many_lines(4, "报警器连续报警，读数持续上升。"),
        steps=many_lines(6, "按预定路线撤到上风侧并清点人数，通知相邻岗位的人员一起撤离，" * 3),
    )
    front, back = pdf_pages(render(card_of(full), "emergency", "pdf"))
    assert "征兆" not in front
    assert "第3件事：报警器连续报警" in back


def test_what_no_side_holds_runs_on_and_the_sheet_says_so():
    endless = playbook(steps=many_lines(6, "很长的一句话，" * 20))
    assert len(pdf_pages(render(card_of(endless), "emergency", "pdf"))) > 2
    sheet = pdf_pages(render(card_of(endless), "emergency-sheet", "pdf"))
    assert "请打印A6单张版" in sheet[0]
    assert "很长的一句话" not in sheet[0]


@pytest.mark.parametrize(("count", "pages"), [(1, 2), (4, 2), (5, 4)])
def test_four_cards_share_a_sheet(count, pages):
    content = render(card_of(*(playbook(id=f"p{n}", title=f"场景{n}") for n in range(count))), "emergency-sheet", "pdf")
    assert sizes(content) == {A4}
    texts = pdf_pages(content)
    assert len(texts) == pages
    for n in range(count):
        assert sum(f"场景{n}应急处置卡" in text for text in texts) == 2


def test_backs_are_mirrored_for_turning_the_sheet():
    texts = pdf_pages(
        render(card_of(*(playbook(id=f"p{n}", title=f"场景{n}") for n in range(2))), "emergency-sheet", "pdf")
    )
    assert texts[0].find("场景0") < texts[0].find("场景1")
    assert texts[1].find("场景1") < texts[1].find("场景0")


def test_a_post_without_scenario_gets_a_card_to_fill_in():
    entry_alone = msgspec.structs.replace(marked_entry(), playbooks=())
    bare = build_card(post(playbooks=()), Records((entry_alone,)), CardOptions(as_of=DAY))
    text = "".join(pdf_pages(render(bare, "emergency", "pdf")))
    assert "由企业按现场处置方案填写" in text
    assert "处置步骤未经确认，未印出" in text


def test_the_cards_are_tagged():
    for document in ("emergency", "emergency-sheet"):
        assert {"H1", "H2", "LI", "Table"} <= set(pdf_tags(render(short_card(), document, "pdf")))
