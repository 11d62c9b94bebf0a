"""单文件岗位包 (single): cards, search and quiz of a post in one HTML file that needs no server and asks nobody."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import msgspec

from kb.model.card import Card, CardEntry, CardScenario
from kb.model.question import LETTERS, Question
from web.documents.notice import sign_svg
from web.documents.plain import plain, printable_data
from web.documents.post_list import basis_lines, in_order
from web.documents.qr import card_address
from web.documents.wording import (
    accident_text,
    confirmed_text,
    contact_data,
    draft_text,
    facts,
    footer_lines,
    legend,
    line_data,
    lines_data,
    mark_text,
    omitted_text,
    protective_text,
    qualification_text,
)

TITLE = "单文件岗位包"
_FOLDER = Path(__file__).resolve().parent / "single"
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What could end a script element or a line of script, as JSON may also write it."""


def single_html(card: Card) -> bytes:
    """Return the post's cards, search and quiz as one file: styles, script, data and signs inside, all text escaped.

    The card must have been made with `questions`. A policy in its head lets the browser run this script only.
    """
    from web.pages import STATIC, templates

    style = f"\n{(STATIC / 'app.css').read_text(encoding='utf-8')}{_own('single.css')}"
    script = f"\n{_own('single.js')}"
    page = templates().env.get_template("single_file.html").render(printable_data(single_data(card), plain))
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<style>{style}</style>\n</head>'
    data = json_in_html(printable_data(_search_and_quiz(card), plain))
    body = f'<script type="application/json" id="pack">{data}</script>\n<script>{script}</script>\n</body>'
    return page.replace("</head>", head, 1).replace("</body>", body, 1).encode()


def json_in_html(value: Any) -> str:
    """Return `value` as JSON that no HTML parser can take for markup, whatever its strings say."""
    text = msgspec.json.encode(value).decode()
    return text.translate({ord(found): safe for found, safe in _UNSAFE.items()})


def single_data(card: Card) -> dict[str, Any]:
    """Return what the file's template shows, as plain data."""
    options, address = card.options, card_address(card)
    return {
        "title": TITLE,
        "post": card.post.name,
        "aliases": "、".join(card.aliases),
        "industry": card.industry,
        "draft": draft_text(card),
        "facts": facts(card),
        "risk": card.risk_name,
        "as_of": options.as_of,
        "edition": card.edition,
        "number": card.document_number,
        "newest": address if address.startswith(("http://", "https://")) else "",
        "entries": [_entry(entry, card) for entry in in_order(card)],
        "scenarios": [_scenario(scenario) for scenario in card.scenarios],
        "right": f"{card.right_to_leave.text}（{card.right_to_leave.source}）",
        "protective": [protective_text(item) for item in card.protective],
        "qualifications": [qualification_text(item) for item in card.qualifications],
        "signs": [{"name": s.name, "src": _drawing(s.drawing)} for s in card.signs if sign_svg(s.drawing)],
        "contacts": contact_data((*card.phones, *card.responsible)),
        "asked": len(_once(card)),
        "confirmed": confirmed_text(card),
        "legend": legend(card),
        "footer": list(footer_lines(card)),
    }


def _entry(entry: CardEntry, card: Card) -> dict[str, Any]:
    """Return an entry with every line, bans first, so that no measure is ever seen without them."""
    lines = lines_data(sorted(entry.lines, key=lambda line: line.strength != "must_not"))
    left_out = [f"另有 {entry.unprinted} 条措施缺关键信息，不印发，请查词条 {entry.id}。"] if entry.unprinted else []
    return {
        "id": entry.id,
        "location": entry.location,
        "trail": " · ".join(filter(None, (entry.industry.name, entry.chapter))),
        "hazards": list(entry.hazards),
        "accidents": accident_text(entry),
        "lines": lines,
        "notes": [*map(mark_text, entry.marks), *left_out],
        "basis": basis_lines(entry),
        "firsts": [(s.id, s.title, s.first) for s in card.scenarios if s.id in entry.playbooks],
    }


def _scenario(scenario: CardScenario) -> dict[str, Any]:
    parts = {"signs": scenario.signs, "never": scenario.never, "steps": scenario.steps, "first_aid": scenario.first_aid}
    return {
        "id": scenario.id,
        "title": scenario.title,
        "first": scenario.first,
        **{name: [line_data(line) for line in lines] for name, lines in parts.items()},
        "calls": list(scenario.calls),
        "equipment": list(scenario.equipment),
        "omitted": omitted_text(scenario),
    }


def _search_and_quiz(card: Card) -> dict[str, Any]:
    """Return what the file's script works with: words to find each block by, weightiest first, and questions."""
    entries = [(f"e-{entry.id}", _entry_words(entry)) for entry in in_order(card)]
    scenarios = [(f"s-{scenario.id}", _scenario_words(scenario)) for scenario in card.scenarios]
    return {"found": [*entries, *scenarios], "questions": [_question(question) for question in _once(card)]}


def _once(card: Card) -> list[Question]:
    """Return the questions of both papers; what both ask is asked once."""
    return list({(q.text, q.right): q for paper in reversed(card.papers) for q in paper}.values())


def _entry_words(entry: CardEntry) -> list[list[str]]:
    """Return the words an entry is found by: its place, its hazards, how people ask, its measures."""
    lines = [line.text + "".join(line.permits) for line in entry.lines]
    return [[entry.location, *entry.also_called], [*entry.hazards, entry.chapter], [*entry.asked_as], lines]


def _scenario_words(scenario: CardScenario) -> list[list[str]]:
    lines = [line.text for line in (*scenario.never, *scenario.steps, *scenario.signs)]
    return [[scenario.title, *scenario.accidents], [scenario.first], [*scenario.asked_as], lines]


def _question(question: Question) -> dict[str, Any]:
    options = [f"{letter}. {text}" for letter, text in zip(LETTERS, question.options, strict=False)]
    return {"text": question.text, "options": options, "answer": question.answer, "at": f"e-{question.entry}"}


def _drawing(name: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(sign_svg(name).encode()).decode()}"


def _own(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
