"""Works through batches: plans, makes part by part, and packs; what is there already is not made again."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from kb.errors import HazardKbError
from kb.model.card import Card, CardOptions
from kb.services.cards import build_card
from kb.services.saved_cards import card_today
from kb.store.knowledge import Knowledge
from web.batches.folder import Batches, BatchFolder
from web.batches.job import Item, Job, Plan, Progress
from web.batches.planning import Rows, plan_industry, plan_list, with_saved_cards
from web.documents import DOCUMENTS, questions_for, render
from web.documents.notice import TOGETHER, notices_pdf
from web.documents.pdf_merge import TaggedMerge
from web.documents.typst_pdf import give_back_memory

if TYPE_CHECKING:
    from kb.records.database import Records

log = logging.getLogger(__name__)

ListReader = Callable[[Path], Rows]
"""Reads the first sheet of a workbook within limits (ingest.spreadsheet)."""
Told = Callable[[int, int], None]
"""Is told how many posts of how many are done."""


@dataclass(frozen=True, slots=True)
class Means:
    """What batches are made with: an edition, a reader of lists, and where the enterprise's own cards are kept."""

    knowledge: Knowledge
    read_list: ListReader
    records: Records


_PROGRAM = "程序出错，这一批没有做完；请看日志，或换一种文件再试。"


def work_through(batches: Batches, means: Means) -> None:
    """Make every batch that waits, one after the other; return at once where another process does so already."""
    with batches.lock() as mine:
        while mine and (waiting := _first_waiting(batches)):
            make(waiting, means)


def make(batch: BatchFolder, means: Means, told: Told = lambda _d, _t: None) -> None:
    """Make one batch, or what is missing of it. An error is kept with the batch, not raised."""
    with batch.lock() as mine:
        if not mine:
            return
        try:
            plan = _planned(batch, means)
            problems = _make_parts(batch, plan, means, told)
            _pack(batch, plan, problems)
        except HazardKbError as error:
            batch.fail(str(error))
        except Exception:  # the boundary of a process nobody watches: the page must say that it ended
            log.exception("batch %s", batch.id)
            batch.fail(_PROGRAM)


def _first_waiting(batches: Batches) -> BatchFolder | None:
    return next((batch for batch in batches.all() if batch.progress().state == "waiting"), None)


def _planned(batch: BatchFolder, means: Means) -> Plan:
    """Return the batch's plan, made anew where there is none or the knowledge base has changed since."""
    from kb.records.cards import all_cards

    plan, job, rows, knowledge = batch.plan(), batch.job(), batch.list_path(), means.knowledge
    if plan is None or plan.edition != knowledge.edition:
        plan = plan_list(job, means.read_list(rows), knowledge) if rows else plan_industry(job, knowledge)
        plan = with_saved_cards(plan, all_cards(means.records))
        batch.keep_plan(plan)
    return plan


def groups(job: Job, plan: Plan) -> Iterator[tuple[Item, ...]]:
    """Yield the posts that make one part: notice cards of one PDF are compiled together, all else is by the post."""
    size = TOGETHER if job.joined and job.document == "notice" else 1
    rest = iter(plan.items)
    while together := tuple(islice(rest, size)):
        yield together


def _make_parts(batch: BatchFolder, plan: Plan, means: Means, told: Told) -> tuple[str, ...]:
    """Make the parts that are not there yet; return what could not be used or made."""
    job, problems, done = batch.job(), list(plan.problems), 0
    begun = Progress(state="running", total=len(plan.items), own=sum(bool(item.card) for item in plan.items))
    batch.keep_progress(msgspec.structs.replace(begun, problems=plan.problems))
    for number, items in enumerate(groups(job, plan)):
        if not batch.part(number).is_file():
            try:
                content = _content(job, items, means)
            except HazardKbError as error:
                problems.append(f"{'、'.join(item.post for item in items)}：{error}")
                content = b""
            with batch.writing(batch.part(number)) as file:
                file.write(content)
            give_back_memory()
        done += len(items)
        batch.keep_progress(msgspec.structs.replace(begun, done=done, problems=tuple(problems)))
        told(done, len(plan.items))
    return tuple(problems)


def _content(job: Job, items: tuple[Item, ...], means: Means) -> bytes:
    cards = [_saved_card(job, item, means) if item.card else _card(job, item, means.knowledge) for item in items]
    return notices_pdf(cards) if len(cards) > 1 else render(cards[0], job.document, job.form)


def _card(job: Job, item: Item, knowledge: Knowledge) -> Card:
    options = CardOptions(
        as_of=job.as_of,
        enterprise=item.enterprise,
        workshop=item.workshop,
        public_url=job.public_url,
        questions=questions_for(job.document),
        practice_confirmed_by=job.confirmed_by,
    )
    return build_card(knowledge.post(item.post), knowledge, options)


def _saved_card(job: Job, item: Item, means: Means) -> Card:
    """Return the newest version of the enterprise's card as it stands today; what it says is kept, to be checked."""
    from kb.records import cards

    version = cards.version(means.records, item.card)
    wanted = {"as_of": job.as_of, "public_url": job.public_url, "questions": questions_for(job.document)}
    options = msgspec.structs.replace(version.options, **wanted)
    card = card_today(means.knowledge.post(item.post), means.knowledge, options, version.said).card
    cards.keep_issue(means.records, item.card, version.head.number, card)
    return card


def _pack(batch: BatchFolder, plan: Plan, problems: tuple[str, ...]) -> None:
    """Put the parts together and drop them."""
    job = batch.job()
    parts = [(items, batch.part(number)) for number, items in enumerate(groups(job, plan))]
    made = [(items, path) for items, path in parts if path.stat().st_size]
    if not made:
        raise HazardKbError(f"一份也没有做成。{''.join(problems[:3])}")
    with batch.writing(batch.path / job.result) as target:
        if job.joined:
            _join([path for _, path in made], target, f"{DOCUMENTS[job.document].title}（{len(plan.items)} 个岗位）")
        else:
            _zip([(items[0].post, path) for items, path in made], target, job)
    for _, path in parts:
        path.unlink()


def _join(parts: list[Path], target: BinaryIO, title: str) -> None:
    merge = TaggedMerge(target, title)
    for path in parts:
        merge.add(path.read_bytes())
    merge.finish()


def _zip(parts: list[tuple[str, Path]], target: BinaryIO, job: Job) -> None:
    """Write a ZIP whose names are made of the row's number, the post's id and the document's code."""
    year, month, day = (int(part) for part in job.as_of.split("-"))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:  # its files are compressed themselves
        for number, (post, path) in enumerate(parts, start=1):
            info = zipfile.ZipInfo(f"{number:03}-{post}-{job.document}.{job.form}", (year, month, day, 0, 0, 0))
            info.external_attr = 0o644 << 16
            archive.writestr(info, path.read_bytes())
