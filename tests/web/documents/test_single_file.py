"""The single-file pack: everything the card says, in one file that names nobody else and takes no text for markup."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re

from kb.services.cards import build_card
from kb.services.cards import card_digest as digest_of
from kb.store.knowledge import Knowledge
from tests.card_samples import DAY, HOSTILE, Records, entry, filled, long_card, measure, post, short_card
from web.documents import questions_for, render
from web.documents.plain import plain
from web.documents.single_file import json_in_html

LIMIT = 1_500_000
"""Bytes a chat program passes on without complaint; the largest post needs 0.21 MB."""
ASKED = questions_for("single")


def page_of(card) -> str:
    return render(card, "single", "html").decode()


def data_of(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="pack">(.*?)</script>', page, re.DOTALL)[1])


def test_the_longest_post_fits_and_shows_every_line(knowledge: Knowledge) -> None:
    found = max(knowledge.posts(), key=lambda p: len(knowledge.post_entries(p.id)))
    card = build_card(found, knowledge, filled(as_of=DAY, questions=ASKED))
    page = page_of(card)
    assert len(page.encode()) < LIMIT
    wanted = [line.text for shown in card.entries for line in shown.lines]
    wanted += [mark.text for shown in card.entries for line in shown.lines for mark in line.marks]
    wanted += [mark.text for shown in card.entries for mark in shown.marks]
    wanted += [line.text for s in card.scenarios for line in (*s.never, *s.steps, *s.first_aid)]
    assert [text for text in wanted if html.escape(plain(text)) not in page] == []
    asked = [(q["text"], q["options"][q["answer"]][3:]) for q in data_of(page)["questions"]]
    assert sorted(asked) == sorted({(plain(q.text), plain(q.right)) for paper in card.papers for q in paper})
    assert len(asked) > ASKED
    assert all(f'id="{block}"' in page for block, _ in data_of(page)["found"])


def test_nothing_is_fetched_and_only_its_own_script_may_run() -> None:
    page = page_of(long_card(questions=ASKED))
    assert not re.search(r'\ssrc="(?!data:)|<link|@import|url\(|\son\w+=|\sstyle=', page)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for name, kind in (("style", "style-src"), ("script", "script-src")):
        text = re.findall(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
        assert len(text) == 1
        digest = base64.b64encode(hashlib.sha256(text[0].encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_bans_come_first_in_every_entry() -> None:
    page = page_of(short_card())
    assert page.index("不得单人进入") < page.index("进料斗前应测一氧化碳") < page.index("平台应设固定报警器")
    assert "应戴面具" not in page
    assert "【手册勘误】手册单位印错。" in page
    assert "【仅限专业人员】" in page
    assert "未经确认的禁令" not in page


def test_it_says_its_day_and_what_it_is_and_where_the_newest_is() -> None:
    card = short_card()
    for said in (
        f"截至 <b>{DAY}</b>",
        "参考资料，须结合本单位实际审核",
        "sample",
        "样稿，不得张贴",
        "最新内容请向发给你的人要",
    ):
        assert said in page_of(card)
    linked = short_card(public_url="https://safe.example/kb/")
    assert f'href="https://safe.example/kb/posts/sample-post/card?digest={linked.digest[:16]}"' in page_of(linked)
    assert 'href="javascript' not in page_of(short_card(public_url="javascript:alert(1)//"))


def test_hostile_text_stays_text() -> None:
    nasty = f"</script></style><script>alert(1)</script><!--{HOSTILE}"
    row = entry(
        1, 1, location=nasty, hazards=(nasty,), measures=(measure(nasty),), asked_as=(nasty,), also_called=(nasty,)
    )
    card = build_card(post(title=nasty), Records((row,)), filled(enterprise=nasty, questions=2))
    page = page_of(card)
    assert page.count("</script>") == 2
    assert page.count("</style>") == 1
    assert "<script>alert" not in page
    assert "{{ 7*7 }}" in page
    assert not {"\x00", "\x0b", "\u202e"} & set(page)
    assert plain(nasty) in data_of(page)["found"][0][1][0]


def test_json_holds_no_markup_and_reads_back() -> None:
    value = {"a": "</script><!-- & \u2028\u2029 ]]>", "b": ["‹", '"', "\\"]}
    text = json_in_html(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value


def test_words_for_finding_are_not_part_of_what_a_card_says() -> None:
    plainly = build_card(post(), Records((entry(1, 1),)), filled())
    findable = build_card(post(), Records((entry(1, 1, asked_as=("机器卡住了",), also_called=("料斗",)),)), filled())
    assert findable.chosen[0].asked_as == ("机器卡住了",)
    assert digest_of(findable) == digest_of(plainly)
