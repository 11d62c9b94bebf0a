"""The search page: filters as links, state in the address, pages, and never a dead end."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from kb.model.search import MAX_QUERY
from kb.store.knowledge import Knowledge
from tests.web.client import Client


def test_browsing_shows_every_record(client: Client, knowledge: Knowledge) -> None:
    counts = knowledge.counts()
    assert client.page("/search")["total"] == sum(counts[k] for k in ("entry", "post", "playbook", "clause"))


def test_a_facet_leads_to_as_many_hits_as_it_says(client: Client) -> None:
    facets = client.page("/search?q=煤气&kind=hazard")["facets"]
    links = [link for facet in facets for link in facet.links if not link.chosen]
    assert links
    for link in links[:6]:
        assert client.page(link.url)["total"] == link.count, link.url


def test_filters_can_be_removed_one_by_one(client: Client) -> None:
    url = "/search?q=煤气&industry=冶金&kind=危险因素"
    filters = client.page(url)["filters"]
    assert [(item.title, item.name) for item in filters] == [("类别", "危险因素"), ("行业", "冶金")]
    for item in filters:
        assert len(client.page(item.remove_url)["filters"]) == 1


@pytest.mark.parametrize(("name", "code"), [("industry", "metallurgy"), ("accident_type", None)])
def test_names_and_codes_ask_the_same(name: str, code: str | None, client: Client, knowledge: Knowledge) -> None:
    entry = knowledge.all_entries()[0]
    value = entry.industry if name == "industry" else entry.accident_types[0]
    by_name, by_code = (client.page(f"/search?{name}={quote(v)}")["total"] for v in (value.name, code or value.code))
    assert by_name == by_code > 0


def test_pages_follow_one_another_without_repeating(client: Client) -> None:
    first = client.page("/search?q=煤气")
    second = client.page(str(first["next_url"]))
    ids = [[hit.facts.id for hit in page["hits"]] for page in (first, second)]
    assert len(ids[0]) == 10
    assert not set(ids[0]) & set(ids[1])
    assert client.page(str(second["previous_url"]))["state"] == first["state"]


def test_beyond_the_last_page_there_is_a_way_back(client: Client) -> None:
    response = client.get("/search?q=煤气&page=900")
    assert "回到最后一页" in response.text
    assert client.page(client.context["previous_url"])["hits"]


def test_a_long_query_is_cut_with_a_word_to_the_user(client: Client) -> None:
    response = client.get("/search", params={"q": "煤气" * 200})
    assert f"只用了前 {MAX_QUERY} 个字" in response.text
    assert client.context["q"] == "煤气" * 50


def test_nothing_found_offers_what_is_named_alike(client: Client, knowledge: Knowledge) -> None:
    location = knowledge.all_entries()[0].location
    words = "".join(char + "〇" for char in location)  # shares characters, matches nothing
    page = client.page(f"/search?q={quote(words)}&literal=1")
    if page["total"] == 0:
        assert location in [place.location for place in page["near_places"]]


def test_filters_that_leave_nothing_offer_to_go(client: Client, knowledge: Knowledge) -> None:
    entry = next(e for e in knowledge.all_entries() if e.industry.code == "textile")
    words = quote(entry.location)
    page = client.page(f"/search?q={words}&chapter=metallurgy-99")
    assert page["total"] == 0
    assert page["unfiltered"] == client.page(f"/search?q={words}")["total"]
    assert client.page(str(page["clear_url"]))["total"]


def test_markup_in_a_query_stays_text(client: Client) -> None:
    response = client.get("/search", params={"q": "<script>alert(1)</script>\"'煤气"})
    assert "<script>alert" not in response.text
    assert "&lt;script&gt;" in response.text


HOSTILE = [
    "*",
    "煤气*?",
    "((((",
    '"',
    "AND OR NOT",
    "field:x",
    "\x00\x07",
    "𠀀🧯",
    "a" * 10_000,
    "[a-z]+$",
    "~2^3",
    "\\",
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("url", ["/search", "/api/v1/search", "/api/v1/suggest", "/regulations"])
def test_nothing_typed_breaks_a_page(url: str, words: str, client: Client) -> None:
    assert client.get(url, params={"q": words}).status_code == 200


@pytest.mark.parametrize("words", ["皮带机卷人", "冲床压手", "行车", "煤气柜"])
def test_what_to_do_now_stands_above_equipment(words: str, client: Client, knowledge: Knowledge) -> None:
    page = client.page(f"/search?q={words}")
    on_top = page["hits"][0].facts.kind
    led_to = {link.id for hit in page["hits"] for link in hit.facts.playbooks}
    led_to |= {hit.facts.id for hit in page["hits"] if hit.facts.kind == "playbook"}
    shown = [link.id for link in page["urgent"]]
    assert bool(shown) == (on_top != "playbook")
    assert set(shown) <= led_to
    assert len(shown) <= 3


@pytest.mark.parametrize("more", ["&kind=hazard", "&page=2"])
def test_who_has_narrowed_or_turned_the_page_is_not_interrupted(more: str, client: Client) -> None:
    assert client.page(f"/search?q=行车{more}")["urgent"] == []


def test_chapters_of_one_name_say_their_industry(client: Client, knowledge: Knowledge) -> None:
    facet = next(facet for facet in client.page("/search?q=起重")["facets"] if facet.field == "chapter")
    names = [link.name for link in (*facet.links, *facet.more)]
    assert len(names) == len(set(names))
    assert all("·" in name for name in names)
    chosen = client.page("/search?chapter=textile-05")["filters"]
    assert [item.name for item in chosen] == ["纺织·公共部分"]


def test_a_ban_is_not_said_twice(client: Client) -> None:
    assert "严禁</b> 严禁" not in client.get("/search?q=煤气中毒&kind=playbook").text
    assert "严禁</b> 发生事故" not in client.get("/search?q=沼气中毒&kind=playbook").text


@pytest.mark.parametrize("words", ["GB 2894", "gb2894", "GB 2894-2008", "安全生产法", "《安全生产法》"])
def test_a_document_named_stands_on_top_with_its_state(words: str, client: Client) -> None:
    page = client.page(f"/search?q={quote(words)}")
    wanted = "/regulations/work-safety-law" if "法" in words else "/regulations/gb-2894"
    assert wanted in [link.url for link in page["documents"]]
    assert page["urgent"] == []


@pytest.mark.parametrize("words", ["煤气", "行车", "有限空间", "rfl", "GB", "4387"])
def test_words_of_the_trade_are_no_documents(words: str, client: Client) -> None:
    assert client.page(f"/search?q={words}")["documents"] == []
