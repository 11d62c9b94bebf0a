"""Self-study (自学): posts to learn, a post's course screen by screen, and the record at its end. Nothing is kept."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from kb.model.card import CardOptions
from kb.model.course import UNANSWERED, Course
from kb.services.cards import build_card
from kb.services.learning import build_course, write_answers
from kb.services.quiz import QuestionBank
from kb.store.knowledge import Knowledge
from web.contexts import PageContext
from web.contexts_learn import CoursePage, LearnPage, LessonPage, StudyRecordPage
from web.documents.wording import UNREVIEWED
from web.pages import render
from web.state import edition_of, services_of
from web.views.learning import (
    LearnAddress,
    answers_so_far,
    next_seed,
    picked,
    read_address,
    result_view,
    screen_view,
    studied_entries,
)
from web.views.post import posts_by_industry

router = APIRouter(include_in_schema=False)


@router.get("/learn")
async def learn(request: Request) -> Response:
    """Answer the posts a newcomer can study, by industry."""
    knowledge = edition_of(request).knowledge
    groups = await services_of(request).work(lambda: posts_by_industry(knowledge.posts()))
    return render(request, LearnPage(title="新员工学习", section="learn", groups=groups))


@router.get("/learn/{key}")
async def course(request: Request, key: str) -> Response:
    """Answer a post's course: its first page, the screen the address names, or the record after the last."""
    services, knowledge = services_of(request), edition_of(request).knowledge
    day = services.today().isoformat()
    return render(request, await services.work(lambda: _page(request, key, knowledge, day)))


def _page(request: Request, key: str, knowledge: Knowledge, day: str) -> PageContext:
    post = knowledge.post(key)
    address = read_address(post.id, request.query_params, day)
    made = _course(address, knowledge, day)
    if not address.step:
        return _start(post.title, address, made, knowledge)
    if address.step > len(made.screens):
        return _record(post.title, address, made, day)
    return _lesson(request, post.title, address, made)


def _course(address: LearnAddress, knowledge: Knowledge, day: str) -> Course:
    """Return the course an address asks for: the entries of the notice, or all of the post's."""
    options = CardOptions(as_of=day, practice_confirmed_by=address.confirmed_by)
    card = build_card(knowledge.post(address.post), knowledge, options)
    chosen = {entry.id for entry in card.chosen}
    records = [r for r in knowledge.post_entries(address.post) if address.whole or r.id in chosen]
    bank = knowledge.once("question bank", lambda: QuestionBank(knowledge.all_entries()))
    return build_course(card, records, bank, address.seed)


def _start(name: str, address: LearnAddress, made: Course, knowledge: Knowledge) -> CoursePage:
    post_url = f"/posts/{quote(address.post, safe='')}"
    total = len(knowledge.post_entries(address.post))
    return CoursePage(
        title=f"{name} · 自学",
        section="learn",
        post=name,
        address=address,
        edition=knowledge.edition,
        start_url=address.at(1).url,
        entries=len(made.entries),
        total=total,
        screens=len(made.screens),
        questions=len(made.asking),
        other_url=replace(address, step=0, whole=not address.whole, answers="").url,
        left_out=made.left_out,
        post_url=post_url,
        worker_url=f"{post_url}/card?depth=worker",
        reviewed=UNREVIEWED,
    )


def _lesson(request: Request, name: str, address: LearnAddress, made: Course) -> LessonPage:
    screen = made.screens[address.step - 1]
    places = request.query_params.getlist("place")
    answers = answers_so_far(address, made, picked(request.query_params, places, screen))
    number = sum(bool(other.right) for other in made.screens[: address.step - 1])
    view = screen_view(screen, answers[number] if screen.right else UNANSWERED, places)
    return LessonPage(
        title=f"{view.title} · {name}",
        section="learn",
        post=name,
        screen=view,
        address=replace(address, answers=write_answers(answers)),
        edition=edition_of(request).knowledge.edition,
        total=len(made.screens),
        previous_url=address.at(address.step - 1, answers).url,
        next_url=address.at(address.step + 1, answers).url,
        start_url=LearnAddress(address.post, confirmed_by=address.confirmed_by).url,
    )


def _record(name: str, address: LearnAddress, made: Course, day: str) -> StudyRecordPage:
    answers = answers_so_far(address, made, UNANSWERED)
    again = LearnAddress(address.post, 1, next_seed(address.seed), address.whole, address.confirmed_by)
    return StudyRecordPage(
        title=f"学习记录 · {name}",
        section="learn",
        post=name,
        address=address,
        day=day,
        result=result_view(made, answers),
        entries=studied_entries(made),
        again_url=again.url,
        start_url=LearnAddress(address.post, confirmed_by=address.confirmed_by).url,
        previous_url=address.at(len(made.screens), answers).url,
    )
