"""The application over the compiled corpus: real records, real index, real renderer, a fixed day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi import FastAPI

from index.backend import WhooshBackend
from kb.edition import EditionInputs
from kb.holder import EditionHolder, OpenEdition
from kb.model.saved_card import NewVersion
from kb.model.search import SearchBackend
from kb.records.cards import new_id, save
from kb.records.database import Records, default_address
from kb.services.cards import build_card
from tests.card_samples import filled
from tests.web.client import Client, client_of
from web import documents
from web.app import create_app
from web.batches.desk import Desk
from web.batches.folder import Batches
from web.batches.job import Job
from web.intake import intake_over
from web.pictures import LibraryPictures
from web.settings import Settings
from web.state import DocumentRenderer, Services

DAY = date(2026, 11, 24)


def make_app(inputs: EditionInputs, day: date = DAY, renderer: DocumentRenderer = documents.render) -> FastAPI:
    """Return the application over the editions and library of `inputs`."""
    holder: EditionHolder[SearchBackend] = EditionHolder(inputs.editions, WhooshBackend.open, interval=0)
    records = Records(default_address(inputs.data))
    pictures, desk, intake = LibraryPictures(inputs.library), Desk(inputs.data), intake_over(inputs)
    services = Services(Settings(), holder, renderer, pictures, records, desk, intake, lambda: day)
    return create_app(services)


@pytest.fixture(scope="session")
def app(inputs: EditionInputs, opened: OpenEdition[SearchBackend]) -> FastAPI:
    """The application over the shipped corpus."""
    return make_app(inputs)


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[Client]:
    """A client that gets answers to errors as a browser would."""
    with client_of(app) as opened_client:
        yield opened_client


@pytest.fixture(scope="session")
def saved(app: FastAPI, opened: OpenEdition[SearchBackend]) -> str:
    """The id of a saved card in two versions."""
    services, key = app.state.services, new_id()
    for base, enterprise in enumerate(("样例公司", "样例公司二厂")):
        options = filled(as_of=DAY.isoformat(), enterprise=enterprise, saved=key)
        card = build_card(opened.knowledge.posts()[0], opened.knowledge, options)
        save(services.records, "本机", NewVersion(id=key, base=base, card=card))
    return key


@pytest.fixture(scope="session")
def pages(opened: OpenEdition[SearchBackend], inputs: EditionInputs, saved: str) -> dict[str, str]:
    """One address of every kind of page, by the name of its context."""
    knowledge = opened.knowledge
    entry = max(knowledge.all_entries(), key=lambda e: len(e.errata) + len(e.stricter_now) + len(e.legal_basis))
    post, playbook = knowledge.posts()[0], knowledge.playbooks()[0]
    chapter = knowledge.chapters()[0]
    batch = Batches(inputs.data / "batches").add(Job(document="notice", form="pdf", as_of="2026-11-24", created=""))
    batch.fail("样例")  # so that nothing starts a process to make it
    return {
        "HomePage": "/",
        "SearchResultsPage": "/search?q=煤气",
        "EntryPage": f"/entries/{entry.id}",
        "IndustryPage": f"/industries/{chapter.industry.code}",
        "ChapterPage": f"/industries/{chapter.industry.code}/{chapter.number}",
        "PostsPage": "/posts",
        "PostPage": f"/posts/{post.id}",
        "CardPage": f"/posts/{post.id}/card",
        "DocumentPage": f"/posts/{post.id}/documents/list.html",
        "WorkerCardPage": f"/posts/{post.id}/card?depth=worker",
        "PlaybooksPage": "/playbooks",
        "PlaybookPage": f"/playbooks/{playbook.id}",
        "RegulationsPage": "/regulations",
        "RegulationPage": "/regulations/order-91-metallurgy",
        "ClausePage": "/clauses/work-safety-law@2021-06-10:35",
        "ApplicablePage": "/clauses?industry=textile",
        "ComparePage": "/regulations/work-safety-law/compare",
        "LearnPage": "/learn",
        "CoursePage": f"/learn/{post.id}",
        "LessonPage": f"/learn/{post.id}?step=1",
        "StudyRecordPage": f"/learn/{post.id}?step=9999",
        "AboutPage": "/about",
        "BatchesPage": "/batch",
        "BatchPage": f"/batch/{batch.id}",
        "SavedCardsPage": "/cards",
        "SavedCardPage": f"/cards/{saved}",
        "CardFormPage": f"/cards/{saved}/edit",
        "CardComparePage": f"/cards/{saved}/compare?old=1&new=2",
        "CardCheckPage": f"/cards/{saved}/000000000000",
        "LoginPage": "/login?next=/posts",
        "ProblemPage": "/nowhere",
    }
