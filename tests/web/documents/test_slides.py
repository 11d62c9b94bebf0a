"""The slides: every chosen line, split where a slide is full, sources and answers in the notes only."""

from __future__ import annotations

import io

import docx
import pptx
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from kb.model.card import CardOptions, OwnLine
from kb.model.sign import SafetySign
from kb.services.cards import build_card
from kb.store.knowledge import Knowledge
from tests.card_samples import DAY, HOSTILE, Records, filled, long_card, marked_entry, playbook, post, short_card
from tests.web.documents.reading import squeezed
from web.documents import questions_for, render
from web.documents.slides import CHARACTERS, LINES, SIGN_LINES, Slide, height, split

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def deck_of(card):
    return pptx.Presentation(io.BytesIO(render(card, "slides", "pptx")))


def text_of(deck) -> str:
    shapes = [shape for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    return squeezed("".join(shape.text_frame.text for shape in shapes))


@pytest.mark.parametrize("card", [short_card(), long_card()], ids=["short", "long"])
def test_every_chosen_line_is_on_a_slide(card):
    text = text_of(deck_of(card))
    for chosen in card.chosen:
        for line in chosen.worker_lines:
            assert squeezed(line.text) in text
    for words in ("参考资料，须结合本单位实际审核", "未经注册安全工程师审核", "样稿，不得张贴", "第五十五条"):
        assert words in text


def test_warnings_stand_on_the_slide_and_bases_in_the_notes():
    deck = deck_of(short_card())
    text = text_of(deck)
    assert "【手册勘误】手册单位印错" in text
    assert "【现行规定更严】现行规定要用空气呼吸器" in text
    notes = squeezed(deck.slides[1].notes_slide.notes_text_frame.text)
    assert "metallurgy-01-001-1" in notes
    assert "代替的文件：《样例新规定》" in notes


def test_answers_are_in_the_notes_only(knowledge: Knowledge):
    found = max(knowledge.posts(), key=lambda p: len(knowledge.post_entries(p.id)))
    card = build_card(found, knowledge, CardOptions(as_of=DAY, questions=questions_for("slides")))
    asked = [slide for slide in deck_of(card).slides if slide.shapes.title.text.startswith("想一想")]
    assert len(asked) == 3
    for slide in asked:
        assert slide.notes_slide.notes_text_frame.text.startswith("答案：")
        assert "答案" not in "".join(shape.text_frame.text for shape in slide.shapes)


@pytest.mark.parametrize("count", [1, LINES, LINES + 1, 3 * LINES])
def test_a_full_slide_continues(count):
    parts = list(split(Slide("题", tuple(f"第{n}行" for n in range(count)))))
    assert [line for part in parts for line in part.lines] == [f"第{n}行" for n in range(count)]
    assert all(sum(map(height, part.lines)) <= LINES for part in parts)
    assert [part.title for part in parts] == ["题", *["题（续）"] * (len(parts) - 1)]


def test_a_line_longer_than_a_slide_is_cut_and_kept():
    words = "字" * (CHARACTERS * LINES * 2 + 5)
    parts = list(split(Slide("题", ("短", words))))
    assert "".join(line for part in parts for line in part.lines) == "短" + words


def test_signs_are_pictures_with_descriptions_in_slides_and_words(monkeypatch):
    monkeypatch.setattr("web.documents.notice.sign_svg", lambda name: DRAWING)
    monkeypatch.setattr("web.documents.slides.sign_svg", lambda name: DRAWING)
    source = playbook().steps[0].source
    sign = SafetySign(id="w", kind="warning", name="当心中毒", drawing="w.svg", source=source)
    scenario = playbook(safety_signs=("w",))
    records = Records((marked_entry(),), safety_signs={"w": sign}, playbooks={scenario.id: scenario})
    card = build_card(post(safety_signs=("w",)), records, filled())
    described = [
        shape._element.nvPicPr.cNvPr.get("descr")
        for slide in deck_of(card).slides
        for shape in slide.shapes
        if shape.shape_type == MSO_SHAPE_TYPE.PICTURE
    ]
    assert described == ["当心中毒"] * 3  # the hazard, the equipment, the drill
    for document in ("notice", "emergency"):
        file = docx.Document(io.BytesIO(render(card, document, "docx")))
        assert [shape._inline.docPr.get("descr") for shape in file.inline_shapes] == ["当心中毒"]


def test_signs_leave_room_for_the_lines_beside_them():
    first, second = split(Slide("题", ("行",) * LINES, "", (("当心", DRAWING),)))
    assert (len(first.lines), first.signs) == (LINES - SIGN_LINES, (("当心", DRAWING),))
    assert (len(second.lines), second.signs) == (SIGN_LINES, ())


def test_titles_are_titles_and_hostile_text_stays_text():
    own = (OwnLine(entry="metallurgy-01-001-1", text=HOSTILE),)
    card = build_card(post(title=f"工{HOSTILE}"), Records((marked_entry(),)), filled(own_lines=own))
    deck = deck_of(card)
    assert all(slide.shapes.title.text for slide in deck.slides)
    visible = squeezed("<b>{{ 7*7 }}</b> #strong[x] $y$ =1+1 +2 @cmd ‹› \\ `c` *粗*")
    assert text_of(deck).count(visible) == 2
