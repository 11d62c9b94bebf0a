"""The trainer's page and saved cards, as a trainer and whoever scans a paper meet them."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import Any

import httpx
import pytest
from PIL import Image

from kb.model.card import MAX_CHOSEN, CardOptions
from kb.services.cards import build_card
from kb.store.knowledge import Knowledge
from tests.card_samples import filled
from tests.web.client import Client
from tests.web.conftest import DAY
from tests.web.documents.reading import pdf_pages, squeezed
from web.documents import DOCUMENTS
from web.errors import BadRequestError
from web.logos import logo_png
from web.views.card_fields import Reading, options_of, values_of

POST = "gas-holder-operator"
HOSTILE = "=1+1 <b>{{ 7*7 }}</b> ‹#x›\x07"


def picture(size: tuple[int, int] = (900, 300), form: str = "PNG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "#0a4a94").save(target, form)
    return target.getvalue()


def empty_form(client: Client, url: str) -> dict[str, str]:
    """What the form of `url` would send if nothing were touched."""
    page = client.get(url)
    assert page.status_code == 200
    hidden = re.findall(r'<input type="hidden" name="(card|base|logo_kept)" value="(.*?)">', page.text)
    states = re.findall(r'<select id="f-[^"]*" name="(state:[^"]*)"', page.text)
    context = client.context
    filled_in = {f.name: f.value for section in context["sections"] for f in section.fields}
    filled_in |= {e.own.name: e.own.value for e in context["entries"]}
    filled_in |= {f.name: f.value for e in context["entries"] for f in e.lines}
    return dict.fromkeys(map(html.unescape, states), "") | filled_in | dict(hidden)


FULL = {
    "enterprise": "样例公司", "workshop": "一车间", "number": "GZK-01", "version": "A/1", "risk_level": "orange",
    "risk_method": "LEC", "risk_values": "D=126", "risk_assessor": "张三", "risk_on": "2026-10-01",
    "risk_control": "车间",
    "phone:车间:name": "值班室", "phone:车间:phone": "8001", "owner:责任人:name": "李四", "issued_on": "2026-11-20",
    "confirmed_by": "王五", "assembly_point": "东门外", "equipment_place": "主控室门口",
}  # fmt: skip


def send(client: Client, url: str, form: dict[str, str], **more: Any) -> httpx.Response:
    return client.request("POST", url, data=form, **more)


def save(client: Client, **changed: str) -> str:
    """Save a new card and return its address."""
    url = f"/posts/{POST}/own"
    answer = send(client, url, empty_form(client, url) | FULL | changed)
    assert answer.status_code == 303, client.context.get("errors")
    return answer.headers["location"]


@pytest.fixture(scope="module")
def card(client: Client) -> str:
    """The address of a card with nothing missing."""
    return save(client)


def test_a_filled_card_is_saved_shown_and_no_draft(client: Client, card: str) -> None:
    page = client.get(card).text
    for words in ("样例公司", "较大风险（橙）", "值班室 8001", "李四", "2026-11-20"):
        assert words in page
    assert "样稿" not in page
    assert card in client.get("/cards").text
    assert card in client.get(f"/posts/{POST}").text


@pytest.mark.parametrize(
    "missing", ["risk_level", "owner:责任人:name", "phone:车间:phone", "issued_on", "confirmed_by"]
)
def test_whatever_is_missing_makes_paper_a_draft(client: Client, missing: str) -> None:
    address = save(client, **{missing: ""})
    assert "样稿，不得张贴" in client.get(address).text
    pages = pdf_pages(client.get(f"{address}/documents/notice.pdf").content)
    assert all("样稿，不得张贴" in page for page in pages)


@pytest.mark.parametrize(("document", "form"), [(c, f) for c, d in DOCUMENTS.items() for f in d.formats])
def test_every_document_comes_from_the_saved_card(client: Client, card: str, document: str, form: str) -> None:
    answer = client.get(f"{card}/documents/{document}.{form}")
    assert answer.status_code == 200
    if form == "html":
        assert "样稿" not in answer.text
        assert "样例公司" in answer.text
        return
    assert answer.headers["content-disposition"].startswith(f'inline; filename="{POST}-{document}.{form}"')
    if form == "pdf":
        text = squeezed("".join(pdf_pages(answer.content)))
        assert "样稿" not in text
    if form == "zip":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.testzip() is None
            kinds = {f"{POST}-{code}.{kind}" for code, d in DOCUMENTS.items() for kind in d.renderers if code != "pack"}
            assert set(archive.namelist()) == kinds | {"00-contents.pdf"}
            text = "".join(pdf_pages(archive.read(f"{POST}-notice.pdf")))
            assert ("样例公司" in text, "样稿" in text) == (True, False)
    if form == "xlsx":
        said = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/sharedStrings.xml").decode()
        assert "样例公司" in said


def test_the_paper_says_what_was_filled_in(client: Client, card: str) -> None:
    text = squeezed("".join(pdf_pages(client.get(f"{card}/documents/emergency.pdf").content)))
    assert "放在：主控室门口" in text
    assert "集合点：东门外" in text
    assert "值班室8001" in text


def test_nothing_typed_is_lost_when_something_is_wrong(client: Client) -> None:
    url = f"/posts/{POST}/own"
    form = empty_form(client, url)
    entry = client.context["entries"][0].id
    wrong = {
        "risk_method": "",
        "issued_on": "昨天",
        f"order:{entry}": "零",
        f"own:{entry}": HOSTILE,
        "workshop": "长" * 61,
    }
    answer = send(client, url, form | FULL | wrong, files={"logo": ("x.png", picture(), "image/png")})
    assert answer.status_code == 422
    context = client.context
    assert set(context["errors"]) == {"risk_method", "issued_on", f"order:{entry}", "workshop"}
    values = {f.name: f.value for section in context["sections"] for f in section.fields}
    assert (values["enterprise"], values["issued_on"], values["workshop"]) == ("样例公司", "昨天", "长" * 61)
    assert context["entries"][0].own.value == HOSTILE
    assert len(context["logo"]) == 64
    for name, text in context["errors"].items():
        assert f'href="#f-{name}">{text}' in html.unescape(answer.text)
    again = send(client, url, form | FULL | {f"own:{entry}": HOSTILE, "logo_kept": context["logo"]})
    assert again.status_code == 303
    assert client.get(again.headers["location"] + "/logo.png").content.startswith(b"\x89PNG")
    shown = client.get(again.headers["location"]).text
    assert html.escape("=1+1 <b>{{ 7*7 }}</b> ‹#x›") in shown
    assert "企业标志" in shown


def test_order_states_and_own_lines_reach_the_card(client: Client, knowledge: Knowledge) -> None:
    entries = knowledge.post_entries(POST)
    last, first = entries[-1], entries[0]
    form = {
        f"order:{last.id}": "1",
        f"order:{first.id}": "2",
        f"all:{last.id}": "done",
        f"own:{last.id}": "补充一\n补充二",
    }
    address = save(client, **form)
    notice = client.page(address)["notice"]
    assert [e["location"] for e in notice["entries"]] == [last.location, first.location]
    lines = notice["entries"][0]["lines"]
    assert {line["state"] for line in lines if line["origin"] != "④"} == {"已落实"}
    assert [line["text"] for line in lines if line["origin"] == "④"] == ["补充一", "补充二"]


def test_more_than_eight_are_told_and_not_cut(client: Client, knowledge: Knowledge) -> None:
    post = next(p for p in knowledge.posts() if len(knowledge.post_entries(p.id)) > MAX_CHOSEN)
    url = f"/posts/{post.id}/own"
    form = empty_form(client, url) | {f"order:{e.id}": "1" for e in knowledge.post_entries(post.id)[: MAX_CHOSEN + 1]}
    assert send(client, url, form).status_code == 422
    assert "最多 8 条" in "".join(client.context["errors"].values())


def test_another_trainers_version_is_shown_before_it_is_overwritten(client: Client) -> None:
    address = save(client)
    mine = empty_form(client, f"{address}/edit") | {"enterprise": "我填的"}
    theirs = mine | {"enterprise": "别人填的"}
    assert send(client, f"{address}/edit", theirs).status_code == 303
    refused = send(client, f"{address}/edit", mine)
    assert refused.status_code == 409
    assert "已经存了第 2 版" in refused.text
    assert "我填的" in refused.text
    assert "别人填的" in client.get(client.context["newer_url"]).text
    again = mine | {"base": "2"}
    assert send(client, f"{address}/edit", again).status_code == 303
    assert [v.number for v in client.page(address)["versions"]] == [3, 2, 1]
    assert "别人填的" in client.get(f"{address}?version=2").text
    assert "不要再印发" in client.get(f"{address}?version=2").text


def test_who_may_not_write_keeps_the_draft(client: Client) -> None:
    url = f"/posts/{POST}/own"
    form = empty_form(client, url) | FULL
    outside = {"host": "plant.example"}
    assert send(client, url, form, headers=outside).status_code == 403
    assert client.get(url, headers=outside).status_code == 403


def test_a_qr_code_leads_to_whether_the_paper_still_holds(client: Client) -> None:
    address = save(client)
    number = client.page(address)["notice"]["number"]
    client.get(f"{address}/documents/notice.pdf")
    digest = number.rsplit("-", 1)[1]
    assert client.get(f"/check?number={number.upper()} ").headers["location"] == f"{address}/{digest}"
    assert "与知识库一致" in client.get(f"{address}/{digest}").text
    send(client, f"{address}/edit", empty_form(client, f"{address}/edit") | {"phone:车间:phone": "8002"})
    page = client.get(f"{address}/{digest}").text
    assert "已更新" in page
    assert "值班室 8001" in page
    assert "值班室 8002" in page
    assert "没有这个编号的存底" in client.get(f"{address}/{'0' * 16}").text


@pytest.mark.parametrize("url", ["/cards/aaaaaaaaaa", "/cards/x/y", "/check?number=x", "/check", "/cards/%00/compare"])
def test_what_is_not_there_is_said_in_one_sentence(client: Client, url: str) -> None:
    assert client.get(url).status_code in {400, 404}
    assert client.context["message"].endswith("。")


def test_pages_that_show_records_change_their_tag_with_them(client: Client, card: str) -> None:
    before = {url: client.get(url).headers["etag"] for url in (card, "/cards", f"/posts/{POST}", "/regulations")}
    assert client.get(card, headers={"if-none-match": before[card]}).status_code == 304
    save(client)
    after = {url: client.get(url).headers["etag"] for url in before}
    assert [url for url in before if before[url] == after[url]] == ["/regulations"]


def test_an_unsaved_paper_is_checked_by_its_hash_too(client: Client, knowledge: Knowledge) -> None:
    made = build_card(knowledge.post(POST), knowledge, CardOptions(as_of=DAY.isoformat()))
    assert "与知识库一致" in client.get(f"/posts/{POST}/card?digest={made.digest[:16]}").text
    assert "已更新" in client.get(f"/posts/{POST}/card?digest={'0' * 16}").text
    assert "一致" not in client.get(f"/posts/{POST}/card?digest={made.digest[:2]}").text


def test_the_form_reads_back_what_it_shows(knowledge: Knowledge) -> None:
    entries = [entry.id for entry in knowledge.post_entries(POST)]
    options = filled(
        as_of="", entries=(entries[1], entries[0]), states={f"{entries[0]}#1": "open"}, signs=("no-smoking",)
    )
    reading = Reading(values_of(options) | {"risk_on": "2026-10-01"})
    assert options_of(reading, entries, ["no-smoking"]) == options
    assert reading.errors == {}


def test_a_logo_is_written_anew_and_small() -> None:
    made = logo_png(picture((3000, 1000), "JPEG"))
    with Image.open(io.BytesIO(made)) as shown:
        assert (shown.format, shown.size) == ("PNG", (600, 200))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + b"\x00" * 100,
        picture()[:200],
        b"<svg/>",
        picture((6001, 1)),
        picture((4000, 2001)),
        b"x" * 2_000_001,
    ],
    ids=["empty", "gif", "cut", "svg", "wide", "pixels", "bytes"],
)
def test_what_is_no_small_picture_is_refused(content: bytes) -> None:
    with pytest.raises(BadRequestError, match="标志图"):
        logo_png(content)
