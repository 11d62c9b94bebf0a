"""The pages in a real browser: accessibility, phone width, targets for gloves, no foreign request, typing pinyin."""

from __future__ import annotations

import json
import shutil
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, Route, sync_playwright

from kb.model.card import CardOptions
from kb.services.cards import build_card
from kb.store.knowledge import Knowledge
from web.documents import questions_for, render

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PAGES = (
    "HomePage", "SearchResultsPage", "EntryPage", "IndustryPage", "ChapterPage", "PostsPage", "PostPage", "CardPage",
    "WorkerCardPage", "DocumentPage", "BatchesPage", "BatchPage",
    "PlaybooksPage", "PlaybookPage", "RegulationsPage", "RegulationPage", "ClausePage",
    "ApplicablePage", "ComparePage", "LearnPage", "CoursePage", "LessonPage", "StudyRecordPage", "AboutPage",
    "SavedCardsPage", "SavedCardPage", "CardFormPage", "CardComparePage", "CardCheckPage", "LoginPage", "ProblemPage",
)  # fmt: skip
OTHERS = {
    "files to hand in": "/upload",
    "rows to review": "/review",
    "a number to check": "/check?number=crane-operator-000000000000",
    "the longest checklist": "/posts/rigger-signaller/documents/checklist.html",
    "a register, wide": "/posts/rigger-signaller/documents/register.html",
    "slides read as a page": "/posts/crane-operator/documents/slides.html",
}
"""More pages by what they are: an address each."""
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'a, button, input:not([type=hidden]), select, textarea, summary')]
  .filter(e => e.getClientRects().length && !e.classList.contains('skip'))
  .filter(e => (e.closest('label') ?? e).getBoundingClientRect().height < 43.9)
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def address(app: FastAPI) -> Iterator[str]:
    """The application under uvicorn on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{free.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, where it is installed."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("没有安装 chromium（apt-get install chromium），跳过浏览器测试")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A phone-sized page whose console must stay silent and which asks nobody but the server."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=address)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith(address) else complaints.append(asked.url))
    yield opened
    context.close()
    assert [text for text in complaints if "404" not in text] == []


@pytest.mark.parametrize("name", [*PAGES, *OTHERS])
def test_pages_fit_phone_gloves_and_readers(name: str, page: Page, pages: dict[str, str]) -> None:
    page.goto(OTHERS.get(name) or pages[name])
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate(SMALL_TARGETS) == []
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


def test_searching_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/")
    page.fill("#q", "煤气")
    page.press("#q", "Enter")
    assert "q=%E7%85%A4%E6%B0%94" in page.url
    assert page.locator("article.hit").count() == 10
    page.locator("details.facets > summary").click()
    page.locator("details.facets a").first.click()
    assert page.locator(".filters li").count() == 1
    context.close()


def suggest(route: Route) -> None:
    """Answer completions as the server would."""
    body = {
        "suggestions": [
            {"text": "煤气柜", "kind": "场所", "count": 3},
            {"text": "煤气管道", "kind": "场所", "count": 2},
        ]
    }
    route.fulfill(status=200, content_type="application/json", body=json.dumps(body))


def test_nothing_is_asked_while_pinyin_is_being_composed(page: Page) -> None:
    asked: list[str] = []
    page.route("**/api/v1/suggest*", lambda route: (asked.append(route.request.url), suggest(route)))
    page.goto("/")
    page.focus("#q")
    typing = page.context.new_cdp_session(page)
    for letters in ("m", "me", "mei", "mei q", "mei qi"):
        typing.send("Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": 0})
        page.wait_for_timeout(200)
    assert asked == []
    typing.send("Input.insertText", {"text": "煤气"})
    page.wait_for_selector("#suggestions li")
    assert len(asked) == 1


def test_a_completion_is_taken_with_the_keyboard(page: Page) -> None:
    page.route("**/api/v1/suggest*", suggest)
    page.goto("/")
    page.locator("#q").press_sequentially("煤")
    page.wait_for_selector("#suggestions li")
    page.press("#q", "ArrowDown")
    page.press("#q", "ArrowDown")
    page.press("#q", "Enter")
    page.wait_for_url("**/search?*")
    assert page.input_value("#q") == "煤气管道"


def test_new_words_stay_within_the_filters(page: Page) -> None:
    page.goto("/search?q=煤气&industry=metallurgy")
    page.fill("#q", "通风")
    page.press("#q", "Enter")
    page.wait_for_url("**industry=metallurgy**")
    assert page.locator(".filters li").count() == 1


def test_the_keyboard_can_skip_to_the_text(page: Page) -> None:
    page.goto("/about")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_paper_shows_the_text_only(page: Page, pages: dict[str, str]) -> None:
    page.goto(pages["EntryPage"])
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert not page.locator(".search").first.is_visible()
    assert page.locator("ol.measures").is_visible()


def test_a_regulator_gets_from_a_word_to_clause_fine_checklist_and_places(page: Page) -> None:
    page.goto("/")
    page.fill("#q", "警示标志")
    page.press("#q", "Enter")
    page.locator("details.facets > summary").click()
    page.locator("details.facets a", has_text="条款").click()  # 1
    first = page.locator("article.hit").first
    assert "现行有效" in first.inner_text()
    first.locator("h2 a").click()  # 2
    text = page.locator("main").inner_text()
    assert "安全生产法" in text
    for said in (
        "现行有效",
        "违反了怎么罚",
        "罚款5万元以下",
        "怎么查、要看什么",
        "符合",
        "整改期限",
        "治理资金（元）",
        "复查结论",
    ):
        assert said in text
    page.locator("section", has=page.locator("#bears")).locator("a").first.click()  # 3
    assert "/entries/" in page.url
    assert "警示" in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("words", "today"), [("2014年安全生产法第32条", "第三十五条"), ("2002年安全生产法第28条", "第三十五条")]
)
def test_an_old_article_number_leads_to_todays_with_its_certainty(page: Page, words: str, today: str) -> None:
    page.goto("/")
    page.fill("#q", words)
    page.press("#q", "Enter")
    first = page.locator("article.hit").first
    assert today in first.locator("h2").inner_text()
    assert "旧条号" in first.inner_text()
    assert "据一般知识，未见原文" in first.inner_text()
    page.goto("/clauses/work-safety-law@2002-06-29:28")
    assert "据一般知识，未见原文" in page.locator("section", has=page.locator("#moved")).inner_text()
    page.locator("section", has=page.locator("#moved")).locator("a").click()
    assert today in page.locator("h1").inner_text()
    assert "2002年6月29日文本" in page.locator("section", has=page.locator("#forerunners")).inner_text()


def test_a_course_is_taken_up_where_it_was_left_and_begun_anew(page: Page, pages: dict[str, str]) -> None:
    start = pages["CoursePage"]
    page.goto(start)
    assert not page.locator("[data-resume]").is_visible()
    page.click("a.button.main.big")
    page.click("[data-next]")
    page.click("[data-next]")
    page.wait_for_url("**step=3**")
    page.goto(start)
    assert "学到第 3 屏" in page.inner_text("[data-resume]")
    page.goto(pages["LearnPage"])
    assert page.locator(".progress-note").count() == 1
    page.goto(start)
    page.click("[data-resume] a")
    page.wait_for_url("**step=3**")
    page.goto(start)
    page.click("[data-resume] button")
    page.reload()
    assert not page.locator("[data-resume]").is_visible()
    assert page.evaluate("localStorage.getItem('hazardkb-learn')") == "{}"


def test_steps_are_ordered_by_buttons(page: Page, pages: dict[str, str]) -> None:
    page.goto(f"{pages['CoursePage']}?confirmed_by=王工")
    step = int(page.inner_text("main p").split("共 ")[1].split(" 屏")[0])
    page.goto(f"{pages['CoursePage']}?confirmed_by=王工&step={step}")
    dealt = page.locator(".order li > span:first-child").all_inner_texts()
    assert page.locator(".order select").first.is_hidden()
    assert page.evaluate(SMALL_TARGETS) == []
    assert Axe().run(page).response["violations"] == []
    page.locator(".order li").first.locator(".down").click()
    moved = [dealt[1], dealt[0], *dealt[2:]]
    assert page.locator(".order li > span:first-child").all_inner_texts() == moved
    assert "第 2 步" in page.locator(".ask [role=status]").inner_text()
    page.click(".ask button.big")
    assert page.locator(".verdict").count() == 1
    given = page.locator("h2:has-text('你排的') + ol li").all_inner_texts()
    assert [text[2:] for text in given] == moved or page.locator(".verdict.good").count() == 1


def test_a_course_works_without_scripts(browser: Browser, address: str, pages: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(pages["CoursePage"])
    page.click("a.button.main.big")
    while not page.locator(".ask").count():
        page.click("[data-next]")
    page.locator(".choose label").first.click()
    page.click(".ask button")
    assert page.locator(".verdict").count() == 1
    context.close()


def test_every_kind_of_screen_fits_phone_gloves_and_readers(page: Page, pages: dict[str, str]) -> None:
    seen: set[str] = set()
    page.goto(f"{pages['CoursePage']}?step=1")
    while "答一题" not in seen:
        seen.add(page.inner_text("h1"))
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert page.evaluate(SMALL_TARGETS) == []
        assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []
        page.locator("nav.pages a").last.click()
        page.wait_for_load_state()
    page.go_back()
    page.locator(".choose label").first.click()
    page.click(".ask button")
    page.wait_for_selector(".verdict")
    assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []
    assert {"认危险", "会出什么事", "出事了怎么办"} < seen


VOICES = """window.speechSynthesis.getVoices = () => [{ lang: "zh-CN", name: "样例" }];
window.spoken = [];
window.speechSynthesis.speak = (said) => window.spoken.push(said.text);
window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };"""


def test_a_danger_is_read_aloud_where_there_is_a_voice(page: Page, pages: dict[str, str]) -> None:
    page.goto(pages["WorkerCardPage"])
    assert not page.locator("[data-speaker]").first.is_visible()
    page.add_init_script(VOICES)
    page.reload()
    page.locator("[data-speaker] button").first.click()
    spoken = page.evaluate("window.spoken")
    assert "认危险。" in spoken
    assert any(text.startswith(("禁止", "必须")) for text in spoken)
    assert not any("① " in text for text in spoken)  # the small type with who and where from
    assert page.locator("[data-speaker] button").first.get_attribute("aria-pressed") == "true"


@pytest.fixture(scope="module")
def single(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a single-file pack on disk."""
    post = knowledge.post("有限空间作业人员")
    card = build_card(post, knowledge, CardOptions(as_of="2026-11-24", questions=questions_for("single")))
    path = tmp_path_factory.mktemp("chat") / "岗位包.html"
    path.write_bytes(render(card, "single", "html"))
    return path.as_uri()


@pytest.fixture
def opened_file(browser: Browser, single: str) -> Iterator[Page]:
    """The pack opened from disk on a phone; it may ask for nothing else and complain of nothing."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, offline=True)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda asked: complaints.append(asked.url) if asked.url.startswith(("http", "ws")) else None)
    opened.goto(single)
    yield opened
    context.close()
    assert complaints == []


def test_a_pack_from_a_chat_message_fits_phone_gloves_and_readers(opened_file: Page) -> None:
    for width in (360, 1280):
        opened_file.set_viewport_size({"width": width, "height": 740})
        assert opened_file.evaluate("document.documentElement.scrollWidth") == width
        assert opened_file.evaluate(SMALL_TARGETS) == []
        assert [rule["id"] for rule in Axe().run(opened_file).response["violations"]] == []


def test_a_pack_is_searched_and_shows_whole_entries_with_their_bans(opened_file: Page, knowledge: Knowledge) -> None:
    entry = next(e for e in knowledge.post_entries("confined-space-worker") if e.asked_as)
    opened_file.fill("#words", entry.asked_as[0])
    first = opened_file.locator("#results article").first
    assert first.is_visible()
    shown = opened_file.locator("#results").inner_text()
    assert all(m.text in shown for m in entry.measures if m.printable)
    opened_file.fill("#words", "池子底下熏倒人了")
    assert "有限空间中毒窒息" in opened_file.locator("#results article h3").first.inner_text()
    opened_file.fill("#words", "龘龘龘")
    assert "没有找到" in opened_file.inner_text("#count")
    opened_file.click("#search button")
    assert opened_file.locator("#danger article:visible").count() == len(
        knowledge.post_entries("confined-space-worker")
    )
    assert opened_file.locator("#results article").count() == 0


def test_a_pack_asks_questions_and_says_what_is_right(opened_file: Page) -> None:
    pack = json.loads(opened_file.evaluate("document.getElementById('pack').textContent"))
    answers = {(q["text"], *q["options"]): q["options"][q["answer"]] for q in pack["questions"]}
    opened_file.click("text=开始答题")
    for right in (True, False):
        options = opened_file.locator("#question .choose button")
        texts = options.all_inner_texts()
        said = answers[opened_file.inner_text(".asked"), *texts]
        options.nth(next(i for i, text in enumerate(texts) if (text == said) == right)).click()
        assert opened_file.locator(".verdict.good").count() == right
        assert said in opened_file.inner_text("#question .choose .good")
        assert Axe().run(opened_file).response["violations"] == []
        opened_file.click("text=下一题")


def test_only_the_packs_own_script_runs(browser: Browser, single: str) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(single)
    page.evaluate("""() => {
      const foreign = document.createElement("script");
      foreign.textContent = "window.ran = true";
      document.body.append(foreign);
    }""")
    assert page.evaluate("window.ran") is None
    assert "Content Security Policy" in complaints[0]
    page.close()
