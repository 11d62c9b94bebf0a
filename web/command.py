"""What the command line shares with the pages: search results as text or JSON, a post's document as bytes."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

import msgspec

from kb.holder import OpenEdition
from kb.model.card import CardOptions
from kb.model.search import MAX_PER_PAGE, SearchBackend
from kb.services.cards import build_card
from web import documents
from web.documents.wording import signed_name
from web.errors import BadRequestError
from web.state import today_in_shanghai
from web.views.api_search import search_out
from web.views.entry import MeasureView
from web.views.hits import HitView, hit_view
from web.views.query import SearchState
from web.views.search import Answer, answer


def search_lines(edition: OpenEdition[SearchBackend], options: argparse.Namespace) -> Iterator[str]:
    """Yield the lines `hazardkb search` prints: the API's JSON with `--json`, else a few lines a hit."""
    if not 1 <= options.limit <= MAX_PER_PAGE:
        raise BadRequestError(f"--limit 应在 1 到 {MAX_PER_PAGE} 之间，请改正后重试。")
    state = SearchState(q=" ".join(options.words), kind=options.kind or "", industry=options.industry)
    day = today_in_shanghai()
    found = answer(state, edition, day, options.limit)
    if options.json:
        body = search_out(found, day, edition.knowledge)
        yield msgspec.json.encode(body).decode()
        return
    yield from _text(found, edition)


def _text(found: Answer, edition: OpenEdition[SearchBackend]) -> Iterator[str]:
    if found.query.cut:
        yield f"检索词太长，只用了前 {len(found.query.text)} 个字。"
    if found.page.suggestion:
        said = "已按“{}”查找。" if found.page.corrected else "是否要找“{}”？"
        yield said.format(found.page.suggestion)
    yield from (text for text, _ in found.named.notices)
    yield f"共 {found.page.total} 条"
    for hit in found.page.hits:
        yield from _hit_lines(hit_view(hit, edition.knowledge, today_in_shanghai()))


def _hit_lines(view: HitView) -> Iterator[str]:
    title, facts = "".join(run.text for run in view.title), view.facts
    yield ""
    yield f"[{facts.kind_name}] {title}　{facts.trail}　{facts.id}"
    for line in view.lines:
        label = f"{line.label}：" if line.label else ""
        yield f"  {label}{''.join(run.text for run in line.runs)}"
    for text in facts.stricter_now:
        yield f"  ！现行规定更严：{text}"
    for text in facts.errata:
        yield f"  ！手册此处有误：{text}"
    for text in facts.misprints:
        yield f"  手册误印：{text}"
    yield from (_measure_line(measure) for measure in view.measures)
    if view.more:
        yield f"  还有 {view.more} 条措施，见 {facts.url}"


def _measure_line(measure: MeasureView) -> str:
    marked = {"仅限专业人员": measure.specialist_only, "手册有误": measure.erratum, "现行规定更严": measure.stricter}
    marks = "".join(f"【{name}】" for name, on in marked.items() if on)
    return f"  {measure.strength_name}：{marks}{''.join(run.text for run in measure.runs)}（{measure.actor}）"


def card_bytes(edition: OpenEdition[SearchBackend], options: argparse.Namespace) -> tuple[str, bytes]:
    """Return file name and content of a post's document, as of today."""
    card_options = CardOptions(
        as_of=today_in_shanghai().isoformat(),
        public_url=os.environ.get("HAZARDKB_PUBLIC_URL", ""),
        questions=documents.questions_for(options.document),
        practice_confirmed_by=signed_name(options.confirmed_by),
    )
    card = build_card(edition.knowledge.post(options.post), edition.knowledge, card_options)
    form = options.format or documents.default_format(options.document)
    name = documents.document_file_name(card, options.document, form)
    return name, documents.render(card, options.document, form)
