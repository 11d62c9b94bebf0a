"""Self-study as plain pages: a whole course walked by its links and forms, its record, and what an address may hold."""

from __future__ import annotations

import html
import re
from urllib.parse import quote, urlencode

import pytest

from kb.store.knowledge import Knowledge
from tests.web.client import Client
from web.views.learning import next_seed

POST = "有限空间作业人员"
NEXT = re.compile(r'href="([^"]+)"[^>]*data-next')
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def answered(client: Client, page: str, right: bool) -> str:
    """Send the form of a page with the right answer or a wrong one; return the page that comes back."""
    screen, address = client.context["screen"], client.context["address"]
    fields = [(name, html.unescape(value)) for name, value in FIELD.findall(page)]
    options = screen.asked.options
    if screen.kind == "order":
        dealt = client.context["screen"].asked
        texts = [f"{s['who']}：{s['text']}" if s["who"] else s["text"] for s in dealt.right]
        places = [texts.index(text) + 1 for _, text, _, _ in options]
        fields += [("place", str(place)) for place in (places if right else reversed(places))]
    else:
        fields.append(("pick", next(letter for letter, _, fits, _ in options if fits == right)))
    return client.get(f"{address.path}?{urlencode(fields)}").text


def walk(client: Client, url: str, right: bool) -> str:
    """Follow a course to its record; return the record's page."""
    page = client.get(url).text
    for _ in range(400):
        if client.context.get("result"):
            return page
        if client.context["screen"].asked and not client.context["screen"].asked.given:
            page = answered(client, page, right)
            assert client.context["screen"].asked.correct == right
        page = client.get(html.unescape(NEXT.search(page)[1])).text
    raise AssertionError("the course does not end")


@pytest.mark.parametrize("right", [True, False])
def test_a_course_is_walked_to_its_record(right: bool, client: Client) -> None:
    page = walk(client, f"/learn/{quote(POST)}?step=1&confirmed_by={quote('王工')}", right)
    result = client.context["result"]
    assert result.answered == result.asked > 5
    assert result.right == (result.asked if right else 0)
    assert len(result.again) == result.asked - result.right
    for sentence in ("学习记录", "不是合格证", "不代替三级安全教育", "特种作业操作证", "王工"):
        assert sentence in page
    assert all(html.escape(text) in page for text, _, _ in result.again)


def test_the_first_answer_counts(client: Client, knowledge: Knowledge) -> None:
    url = f"/learn/{quote(POST)}"
    step = next(n for n in range(1, 20) if client.page(f"{url}?step={n}")["screen"].asked)
    right = next(letter for letter, _, fits, _ in client.page(f"{url}?step={step}")["screen"].asked.options if fits)
    wrong = "A" if right != "A" else "B"
    page = client.page(f"{url}?step={step}&answers={wrong}&pick={right}")
    assert page["screen"].asked.given == wrong
    assert page["address"].answers.startswith(wrong)


def test_places_named_twice_are_asked_again(client: Client) -> None:
    url = f"/learn/{quote(POST)}?confirmed_by={quote('王工')}"
    start = client.page(url)
    last = f"{url}&step={start['screens']}"
    count = len(client.page(last)["screen"].asked.options)
    page = client.get(last + "&place=1" * count).text
    assert "每一步要选不同的次序" in page
    assert page.count('<option value="1" selected>') == count
    assert "data-next" not in page


def test_without_a_name_no_order_is_asked_and_the_page_says_why(client: Client) -> None:
    page = client.get(f"/learn/{quote(POST)}").text
    left_out = client.context["left_out"]
    assert left_out > 0
    assert f"有 {left_out} 个应急处置的步骤含通用做法" in page
    assert "服务器不保存" in page
    hostile = "<script>alert(1)</script>{{ 7*7 }}"
    page = client.get(f"/learn/{quote(POST)}?confirmed_by={quote(hostile)}").text
    assert hostile[:40] not in page
    assert html.escape(hostile[:40]) in page


@pytest.mark.parametrize(
    "query", ["step=0", "step=-1", "step=x", "step=99999", "seed=%3Cb%3E&step=1", "answers=" + "A" * 3000]
)
def test_any_address_answers_a_page(query: str, client: Client) -> None:
    response = client.get(f"/learn/{quote(POST)}?{query}")
    assert response.status_code == 200
    assert "<b>" not in client.context["address"].url


def test_an_unknown_post_is_not_found(client: Client) -> None:
    assert client.get("/learn/nobody").status_code == 404


def test_the_whole_post_can_be_studied(client: Client, knowledge: Knowledge) -> None:
    post = max(knowledge.posts(), key=lambda found: len(knowledge.post_entries(found.id)))
    start = client.page(f"/learn/{post.id}")
    assert start["entries"] == 8
    whole = client.page(f"/learn/{post.id}?scope=all")
    assert whole["entries"] == whole["total"] == len(knowledge.post_entries(post.id))
    assert whole["questions"] >= start["questions"]


def test_another_set_of_questions_has_another_seed() -> None:
    assert next_seed("2026-11-24") == "2026-11-24-n2"
    assert next_seed("2026-11-24-n2") == "2026-11-24-n3"


def test_the_workers_depth_says_what_the_notice_says(client: Client, knowledge: Knowledge) -> None:
    for post in knowledge.posts()[:12]:
        notice = client.page(f"/posts/{post.id}/card")["notice"]
        page = client.get(f"/posts/{post.id}/card?depth=worker").text
        wanted = [text for entry in notice["entries"] for text in entry["hazards"]]
        wanted += [line["text"] for entry in notice["entries"] for line in entry["lines"]]
        wanted += [note for entry in notice["entries"] for note in entry["notes"]]
        assert [text for text in wanted if html.escape(text) not in page] == [], post.id
        assert "样稿，不得张贴" in page
        assert client.get(f"/posts/{post.id}?depth=worker").text == page


def test_the_depth_keeps_who_confirmed(client: Client, knowledge: Knowledge) -> None:
    url = f"/posts/{knowledge.posts()[0].id}/card?confirmed_by={quote('王工')}"
    assert client.page(url)["worker_url"].endswith("&depth=worker")
    assert client.page(url + "&depth=worker")["full_url"] == url
