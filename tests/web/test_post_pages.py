"""Posts, playbooks and their papers: the card's page says what the printed card says, files are what they claim."""

from __future__ import annotations

import html
from urllib.parse import quote

import pytest

from kb.model.card import CardOptions
from kb.services.cards import build_card
from kb.store.knowledge import Knowledge
from tests.web.client import Client
from tests.web.conftest import DAY
from tests.web.documents.reading import pdf_pages, squeezed
from web.documents import DOCUMENTS
from web.documents.registry import MEDIA_TYPES

STARTS = {"pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK", "pptx": b"PK", "zip": b"PK", "html": b"<!doctype html>"}
FILES = [(code, form) for code, document in DOCUMENTS.items() for form in document.renderers]


@pytest.mark.parametrize(("document", "form"), FILES)
def test_every_document_comes_as_a_file(document: str, form: str, client: Client, knowledge: Knowledge) -> None:
    post = knowledge.posts()[0]
    response = client.get(f"/posts/{post.id}/documents/{document}.{form}")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(MEDIA_TYPES[form])
    assert response.content.startswith(STARTS[form])
    disposition = response.headers["content-disposition"]
    assert f'filename="{post.id}-{document}.{form}"' in disposition
    assert disposition.startswith("attachment") == (form == "html")


@pytest.mark.parametrize("name", ["notice.exe", "nothing.pdf", "..%2fnotice.pdf", "notice.", "notice"])
def test_an_unknown_document_is_not_found(name: str, client: Client, knowledge: Knowledge) -> None:
    assert client.get(f"/posts/{knowledge.posts()[0].id}/documents/{name}").status_code == 404


def test_the_card_page_says_what_the_card_says(client: Client, knowledge: Knowledge) -> None:
    for post in knowledge.posts()[:12]:
        card = build_card(post, knowledge, CardOptions(as_of=DAY.isoformat()))
        page = client.get(f"/posts/{post.id}/card").text
        wanted = [line.text for entry in card.chosen for line in entry.worker_lines or entry.other_lines]
        wanted += [mark.text for entry in card.chosen for mark in entry.marks]
        wanted += [line.text for scenario in card.scenarios[:3] for line in (*scenario.never, *scenario.steps)]
        assert [text for text in wanted if html.escape(text) not in page] == [], post.id
        assert "样稿，不得张贴" in page
        assert html.escape(card.right_to_leave.text) in page


def test_a_name_given_on_the_page_prints_general_practice(client: Client, knowledge: Knowledge) -> None:
    post = next(p for p in knowledge.posts() if p.playbooks)
    url, name = f"/posts/{post.id}", "李四 <b>"
    assert "confirmed_by=" not in client.get(url).text
    page = client.get(f"{url}?confirmed_by={quote(name)}").text
    assert html.escape(name) in page
    assert "<b>确认" not in page
    link = f"{url}/documents/emergency.pdf?confirmed_by={quote(name)}"
    assert f'href="{link}"' in page
    assert client.page(f"{url}/card?confirmed_by={quote(name)}")["notice"]["confirmed"]
    plain, confirmed = (pdf_pages(client.get(address).content) for address in (link.partition("?")[0], link))
    assert not any("确认。" in squeezed(text) and "由李四" in text for text in plain)
    assert any("由李四" in squeezed(text) for text in confirmed)


def test_a_post_shows_all_its_entries(client: Client, knowledge: Knowledge) -> None:
    for post in knowledge.posts()[:12]:
        page = client.get(f"/posts/{post.id}").text
        assert [e.id for e in knowledge.post_entries(post.id) if f'"/entries/{e.id}"' not in page] == []


def test_every_name_of_a_post_leads_to_it_or_to_a_choice(client: Client, knowledge: Knowledge) -> None:
    for post in knowledge.posts():
        for name in (post.title, *post.aliases, *post.colloquial):
            response = client.get(f"/posts/{quote(name)}")
            assert response.status_code in (200, 300), name
            assert post.id in response.text


def test_a_playbook_marks_what_nobody_has_confirmed(client: Client, knowledge: Knowledge) -> None:
    for playbook in knowledge.playbooks()[:20]:
        page = client.get(f"/playbooks/{playbook.id}").text
        lines = (*playbook.signs, *playbook.steps, *playbook.never, *playbook.first_aid)
        assert [line.text for line in lines if html.escape(line.text) not in page] == [], playbook.id
        open_lines = [line for line in lines if line.source.how == "general_practice" and not line.confirmed_by]
        assert page.count('class="unconfirmed"') == len(open_lines)


def test_never_comes_before_steps(client: Client, knowledge: Knowledge) -> None:
    page = client.get(f"/playbooks/{knowledge.playbooks()[0].id}").text
    assert page.index('id="never"') < page.index('id="steps"')


def test_learning_offers_every_card(client: Client, knowledge: Knowledge) -> None:
    page = client.get("/learn").text
    assert [post.id for post in knowledge.posts() if f'"/posts/{post.id}/card"' not in page] == []


def test_the_catalogue_narrows_by_name_and_number(client: Client, knowledge: Knowledge) -> None:
    regulation = next(r for r in knowledge.regulations() if r.number)
    for words in (regulation.title, regulation.number, regulation.number.replace(" ", "").lower()):
        page = client.page(f"/regulations?q={quote(words)}")
        urls = [link.url for _, links in page["groups"] for link in links]
        assert f"/regulations/{regulation.id}" in urls
        assert page["shown"] == len(urls) < page["total"]
