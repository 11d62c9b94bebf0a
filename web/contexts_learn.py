"""What the templates of the pages for workers and newcomers receive; see web.contexts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from web.contexts import PageContext
from web.views.learning import LearnAddress, ResultView, ScreenView
from web.views.post import PostLink
from web.views.sign import SignView
from web.views.worker import WorkerDanger


@dataclass(frozen=True, kw_only=True)
class WorkerCardPage(PageContext):
    """/posts/{id}/card?depth=worker: the notice in three steps a danger, in large type, to be read aloud."""

    template: ClassVar[str] = "card_worker.html"
    post: str
    draft: str
    dangers: Sequence[WorkerDanger]
    rest: str
    right: str
    signs: Sequence[SignView]
    legend: str
    footer: Sequence[str]
    post_url: str
    full_url: str
    learn_url: str


@dataclass(frozen=True, kw_only=True)
class LearnPage(PageContext):
    """/learn: for new staff, the posts that can be studied, each with its card."""

    template: ClassVar[str] = "learn.html"
    groups: Sequence[tuple[str, Sequence[PostLink]]]


@dataclass(frozen=True, kw_only=True)
class CoursePage(PageContext):
    """/learn/{post}: what a post's course holds, and where it starts.

    `entries` of the post's `total` are gone through, `other_url` is the course over all of them or the chosen ones;
    `left_out` counts scenarios whose steps nobody has confirmed, so that their order is not asked.
    """

    template: ClassVar[str] = "learn_post.html"
    post: str
    address: LearnAddress
    edition: str
    start_url: str
    entries: int
    total: int
    screens: int
    questions: int
    other_url: str
    left_out: int
    post_url: str
    worker_url: str
    reviewed: str


@dataclass(frozen=True, kw_only=True)
class LessonPage(PageContext):
    """/learn/{post}?step=…: one screen of a course; `address` carries the answers so far, `edition` dates them."""

    template: ClassVar[str] = "learn_screen.html"
    post: str
    screen: ScreenView
    address: LearnAddress
    edition: str
    total: int
    previous_url: str
    next_url: str
    start_url: str


@dataclass(frozen=True, kw_only=True)
class StudyRecordPage(PageContext):
    """/learn/{post} after the last screen: the record of self-study (学习记录), to print and to sign by hand."""

    template: ClassVar[str] = "learn_record.html"
    post: str
    address: LearnAddress
    day: str
    result: ResultView
    entries: Sequence[tuple[str, str, str]]
    again_url: str
    start_url: str
    previous_url: str
