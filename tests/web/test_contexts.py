"""Each page's context is its documented dataclass, and its template uses that and nothing else."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields
from statistics import median

import pytest
from jinja2 import meta

from tests.web.client import Client
from web import contexts, contexts_intake, contexts_learn, contexts_records
from web.contexts import PageContext
from web.pages import FOLDER, templates

CONTEXTS = {
    name: cls
    for module in (contexts, contexts_intake, contexts_learn, contexts_records)
    for name, cls in inspect.getmembers(module, inspect.isclass)
    if issubclass(cls, PageContext) and cls not in {PageContext, contexts_intake.IntakePage}
}
ELSEWHERE = {
    "DocumentEntryPage": "tests/web/test_document_entries.py",
    "ReviewPage": "tests/web/test_review.py",
    "ReviewDocumentPage": "tests/web/test_review.py",
    "ReviewRowPage": "tests/web/test_review.py",
    "UploadPage": "tests/web/test_upload.py",
    "UploadsPage": "tests/web/test_upload.py",
}
"""Pages that need a library with documents in it, and the tests that look at their contexts."""
TEMPLATES = sorted((FOLDER / "templates").rglob("*.html"))
SHARED = {"static_url", "request"}
INCLUDED = re.compile(r'\{% (?:include|extends) "([^"]+)"')


@pytest.mark.parametrize("name", sorted(set(CONTEXTS) - set(ELSEWHERE)))
def test_rendered_context_is_the_dataclass(name: str, client: Client, pages: dict[str, str]) -> None:
    client.get(pages[name])
    assert set(client.context) == {field.name for field in fields(CONTEXTS[name])}


def test_every_page_has_an_address(pages: dict[str, str]) -> None:
    assert set(pages) == set(CONTEXTS) - set(ELSEWHERE)


def names_used(template: str) -> set[str]:
    """Return the names a template and all it includes look up."""
    environment = templates().env
    source = (FOLDER / "templates" / template).read_text(encoding="utf-8")
    used = meta.find_undeclared_variables(environment.parse(source))
    for other in INCLUDED.findall(source):
        used |= names_used(other)
    return used


@pytest.mark.parametrize("name", CONTEXTS)
def test_every_field_is_shown(name: str) -> None:
    kept_for_links = {"q", "section"}  # only the frame's
    wanted = {field.name for field in fields(CONTEXTS[name])} - kept_for_links
    assert wanted - names_used(CONTEXTS[name].template) == set()


@pytest.mark.parametrize("name", CONTEXTS)
def test_contexts_are_documented(name: str) -> None:
    assert inspect.getdoc(CONTEXTS[name])
    assert CONTEXTS[name].__doc__ != PageContext.__doc__


def test_templates_are_short() -> None:
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in TEMPLATES]
    assert median(lengths) <= 60
    assert max(lengths) <= 100


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_nothing_inline_and_nothing_from_elsewhere(path: object) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:|\|safe\b", text)
    assert not re.search(r"<script(?! src=)", text)
    assert not re.search(r"https?://", text)


@pytest.mark.parametrize("name", ["app.css", "app.js", "icon.svg", "learn.js", "speak.js"])
def test_static_files_call_nobody(name: str) -> None:
    text = (FOLDER / "static" / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|@import|url\(", text)
