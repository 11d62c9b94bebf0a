"""What a request may use: the edition being served, its search backend, the day, and a place to work things out."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol, TypeVar

from fastapi import Request

from kb.holder import EditionHolder, OpenEdition
from kb.model.card import Card
from kb.model.official import OfficialRow
from kb.model.search import SearchBackend
from kb.records.database import Records
from web.batches.desk import Desk
from web.intake import Intake
from web.settings import Settings

T = TypeVar("T")

AT_ONCE = 20_000
"""Documents up to which a search takes a millisecond or two; the shipped knowledge base has 2,300."""

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has kept one offset and no summer time since 1991, so no time-zone database is needed."""


def today_in_shanghai() -> date:
    """Return the calendar day in China, by which a rule is in force or not."""
    return datetime.now(SHANGHAI).date()


Edition = OpenEdition[SearchBackend]
"""An edition as a request sees it: records and search that belong together."""


DocumentRenderer = Callable[[Card, str, str], bytes]
"""Turns card, document and format into a file (web.documents.render)."""


class PictureSource(Protocol):
    """Knows the pictures of an ingested row (kb.store.library)."""

    def pictures(self, row: OfficialRow) -> Sequence[Path]:
        """Return the image files that show `row` on its pages, in page order; empty when there are none."""
        ...


@dataclass(slots=True)
class Services:
    """Everything routes use, handed in by whoever starts the server.

    `holder` knows the edition being served, `render_document` makes files of cards, `pictures` knows the pictures of
    ingested rows, `records` keeps what the enterprise saves, `desk` takes batches, `intake` is where files are taken in
    and their rows reviewed, `today` tells the day by which rules are in force.
    """

    settings: Settings
    holder: EditionHolder[SearchBackend]
    render_document: DocumentRenderer
    pictures: PictureSource
    records: Records
    desk: Desk
    intake: Intake
    today: Callable[[], date] = today_in_shanghai
    threads: ThreadPoolExecutor = field(init=False)
    """Always the same `search_slots` threads: a database connection belongs to a thread, and none may pile up."""

    def __post_init__(self) -> None:
        """Make the threads; they start when first needed."""
        self.threads = ThreadPoolExecutor(self.settings.search_slots, thread_name_prefix="answer")

    def tag(self, edition: Edition) -> str:
        """Return the entity tag of every page of `edition` today; the day is in it, for rules end at midnight."""
        return _tag(edition.knowledge.edition, program_digest(), self.today().isoformat())

    def records_tag(self, tag: str, writer: str) -> str:
        """Return the tag of a page that also shows records, as `writer` (empty: who may not write) sees it."""
        return _tag(tag, str(self.records.version()), writer)

    async def search(self, edition: Edition, task: Callable[[], T]) -> T:
        """Run a search of `edition`: at once where it is done before a thread could have been asked, else in one.

        Beside a thread the event loop and the search take the interpreter from each other at every array operation:
        twice the time for both (docs/decisions/serving.md). In a large index the arrays themselves take the time.
        """
        return task() if edition.backend.size <= AT_ONCE else await self.work(task)

    async def work(self, task: Callable[[], T]) -> T:
        """Run `task` in a thread, at most `search_slots` at once, so that one slow answer stalls nobody."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, task)


@lru_cache(maxsize=256)  # asked three times a request, and the answer changes at midnight
def _tag(*parts: str) -> str:
    return '"' + hashlib.sha256("|".join(parts).encode()).hexdigest()[:20] + '"'


def services_of(request: Request) -> Services:
    """Return the services of the application that answers `request`."""
    services: Services = request.app.state.services
    return services


def edition_of(request: Request) -> Edition:
    """Return the edition that answers `request`: one for the whole request, the one its entity tag names."""
    edition: Edition | None = getattr(request.state, "edition", None)
    return edition or services_of(request).holder.current()


@cache
def program_digest() -> str:
    """Return a digest of the program's own files (code, templates, styles), worked out once at start.

    A page is made by all of them, so an upgrade must not leave browsers with what an older program rendered.
    """
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for folder, patterns in (("web", ("*.py", "*.html", "*.css", "*.js", "*.svg")), ("kb", ("*.py",))):
        for pattern in patterns:
            for path in sorted((root / folder).rglob(pattern)):
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
