"""The notice card as PDF, read back: every measure, page numbers, tags, marks, and names meant to break it."""

from __future__ import annotations

import io
import logging

import pikepdf
import pytest

from kb.errors import HazardKbError
from kb.model.card import OwnLine
from kb.model.entry import Erratum
from kb.model.sign import SafetySign
from kb.services.cards import build_card
from tests.card_samples import (
    HOSTILE,
    Records,
    entry,
    filled,
    long_card,
    marked_entry,
    measure,
    playbook,
    post,
    short_card,
)
from tests.web.documents.reading import pdf_pages, pdf_tags, smallest_type, squeezed
from web.documents import document_file_name, formats_of, render
from web.documents.notice import notices_pdf

FIRST = "metallurgy-01-001-1"


def printed(card) -> str:
    return "".join(pdf_pages(render(card, "notice", "pdf")))


@pytest.mark.parametrize("card", [short_card(), long_card()], ids=["short", "long"])
def test_every_chosen_measure_is_on_paper(card):
    text = printed(card)
    for chosen in card.chosen:
        for line in chosen.worker_lines or chosen.other_lines:
            assert squeezed(line.text) in text
    assert "〓" not in text


@pytest.mark.parametrize("card", [short_card(), long_card()], ids=["short", "long"])
def test_every_page_has_its_number_and_footer(card):
    pages = pdf_pages(render(card, "notice", "pdf"))
    for number, text in enumerate(pages, start=1):
        assert f"第{number}页/共{len(pages)}页" in text
        assert "参考资料，须结合本单位实际审核" in text
        assert "未经注册安全工程师审核" in text
        assert "样稿，不得张贴" in text


def test_a_long_card_runs_over_pages_and_repeats_the_head():
    pages = pdf_pages(render(long_card(), "notice", "pdf"))
    assert len(pages) > 2
    assert all("要求防范措施谁来做来源落实情况" in text for text in pages[:3])


def test_the_card_says_what_it_leaves_to_the_list():
    text = printed(long_card())
    assert "本岗位另有5条较大危险因素未列入本卡" in text
    assert "另有2条由专业人员、企业落实" in text
    assert "另有1条措施缺关键信息，不印发" in text


def test_marks_origin_basis_and_rights_are_printed():
    text = printed(short_card())
    for words in (
        "【手册勘误】手册单位印错。",
        "【现行规定更严】现行规定要用空气呼吸器。（《样例现行规定》第三十二条，已读到文本）",
        "来源：①手册②法规标准③通用做法④企业补充",
        "《样例旧规定》第五条",
        "代替的文件：《样例新规定》。",
        "截至2026-11-23",
        "第五十五条",
        "风险等级：未评估",
        "须设警示标志，种类由企业确定",
        "参考配备",
        "2025版：中毒或窒息",
        "火警119",
        "急救120",
        "有1条因含通用做法、未经具名审核人确认而未印出",
    ):
        assert words in text


def test_a_warning_on_several_lines_is_spelt_out_once_and_named_on_each():
    lines = (measure("先测氧。", 1), measure("再测一氧化碳。", 1), measure("后进入。", 2))
    warned = entry(1, 1, measures=lines, errata=(Erratum(text="次序印反。", measures=(1,)),))
    text = printed(build_card(post(), Records((warned,)), filled()))
    assert text.count("次序印反") == 1
    assert text.count("【手册勘误】") == 2


def test_an_entry_without_work_on_the_spot_says_who_does_it():
    measures = marked_entry().measures[3:4]
    text = printed(build_card(post(), Records((entry(1, 1, measures=measures),)), filled()))
    assert "平台应设固定报警器。企业①" in text
    assert "本条的措施不由岗位人员实施" in text


def test_without_basis_it_says_so():
    assert "依据：无法定依据" in printed(build_card(post(), Records((entry(1, 1),)), filled()))


def test_a_filled_card_is_no_draft():
    text = printed(build_card(post(), Records((marked_entry(),)), filled()))
    assert "样稿" not in text
    for words in ("较大风险（橙）", "样例公司", "GZK-01", "值班室8001", "李四8002", "2026-11-20"):
        assert words in text


def test_hostile_text_stays_text():
    card = build_card(
        post(title=f"工{HOSTILE}"),
        Records((marked_entry(),)),
        filled(enterprise=HOSTILE, own_lines=(OwnLine(entry=FIRST, text=HOSTILE),)),
    )
    visible = squeezed("<b>{{ 7*7 }}</b> #strong[x] $y$ =1+1 +2 @cmd ‹› \\ `c` *粗*")
    assert printed(card).count(visible) == 4


def test_a_line_longer_than_a_page_is_printed_whole():
    words = "".join(f"第{n}步" for n in range(1500))
    pages = pdf_pages(render(short_card(own_lines=(OwnLine(entry=FIRST, text=words),)), "notice", "pdf"))
    text = "".join(pages)
    assert len(pages) > 2
    assert all(f"第{n}步" in text for n in (0, 700, 1499))


def test_a_character_the_font_lacks_is_shown_and_logged(caplog):
    with caplog.at_level(logging.WARNING):
        text = printed(short_card(enterprise="\U0001f525厂"))
    assert "〓厂" in text
    assert "U+1F525" in caplog.text


def test_the_pdf_is_tagged_and_titled():
    content = render(long_card(), "notice", "pdf")
    tags = pdf_tags(content)
    assert tags.index("H1") < tags.index("H2")
    assert {"Table", "TH", "TD", "LI"} <= set(tags)
    with pikepdf.open(io.BytesIO(content)) as document, document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert str(document.Root.Lang).startswith("zh")
        assert document.docinfo["/Title"] == "岗位风险告知卡：样例工"


def test_a_sign_has_its_name_as_alternative_text(monkeypatch):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    monkeypatch.setattr("web.documents.notice.sign_svg", lambda name: drawing)
    sign = SafetySign(id="w", kind="warning", name="当心中毒", drawing="w.svg", source=playbook().steps[0].source)
    card = build_card(post(safety_signs=("w",)), Records((entry(1, 1),), safety_signs={"w": sign}), filled())
    assert "Figure:当心中毒" in pdf_tags(render(card, "notice", "pdf"))


def test_the_a3_card_says_the_same_on_fewer_larger_sheets():
    card = long_card()
    content = render(card, "notice-a3", "pdf")
    pages = pdf_pages(content)
    text = "".join(pages)
    assert all(squeezed(line.text) in text for chosen in card.chosen for line in chosen.worker_lines)
    assert len(pages) < len(pdf_pages(render(card, "notice", "pdf")))
    assert f"第{len(pages)}页/共{len(pages)}页" in pages[-1]
    assert {"H1", "H2", "Table", "TH"} <= set(pdf_tags(content))
    with pikepdf.open(io.BytesIO(content)) as document:
        assert [round(float(size)) for size in document.pages[0].mediabox[2:]] == [1191, 842]


def test_a_qr_code_only_with_a_public_address():
    open_card = build_card(post(), Records((entry(1, 1),)), filled(public_url="http://10.0.0.1:8000/"))
    assert any(tag.startswith("Figure:") for tag in pdf_tags(render(open_card, "notice", "pdf")))
    closed = build_card(post(), Records((entry(1, 1),)), filled())
    assert not any(tag.startswith("Figure") for tag in pdf_tags(render(closed, "notice", "pdf")))


def test_type_is_nine_points_or_larger():
    assert smallest_type(render(long_card(), "notice", "pdf")) >= 9


def test_several_cards_count_their_own_pages():
    pages = pdf_pages(notices_pdf((long_card(), short_card())))
    assert f"第1页/共{len(pages) - 1}页" in pages[0]
    assert "第1页/共1页" in pages[-1]


def test_the_same_card_gives_the_same_bytes():
    assert render(short_card(), "notice", "pdf") == render(short_card(), "notice", "pdf")


def test_unknown_documents_and_formats_are_named_with_what_there_is():
    with pytest.raises(HazardKbError, match="可选：notice"):
        formats_of("nothing")
    with pytest.raises(HazardKbError, match="没有 exe 格式"):
        render(short_card(), "notice", "exe")


def test_file_names_never_come_from_user_text():
    card = build_card(post(title="../../x"), Records((entry(1, 1),)), filled(enterprise="../etc"))
    assert document_file_name(card, "notice", "pdf") == "sample-post-notice.pdf"
