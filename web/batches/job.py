"""What a batch is: what was asked for, what it comes to, and how far it is."""

from __future__ import annotations

from typing import Literal

import msgspec

from web.documents import DOCUMENTS, formats_of
from web.documents.wording import signed_name
from web.errors import BadRequestError

MAX_ITEMS = 500
"""Most posts in one batch."""

State = Literal["waiting", "running", "done", "failed"]
STATE_NAMES: dict[State, str] = {"waiting": "排队中", "running": "正在做", "done": "做好了", "failed": "没有做成"}


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for. `industry` is a code, empty where a list was given; `joined` asks for one PDF of all posts.

    `enterprise` and `workshop` stand on every post the list says nothing else of; `as_of` and `created` are ISO.
    """

    document: str
    form: str
    as_of: str
    created: str
    joined: bool = False
    industry: str = ""
    enterprise: str = ""
    workshop: str = ""
    confirmed_by: str = ""
    public_url: str = ""

    @property
    def title(self) -> str:
        """What is made, as shown."""
        return (
            f"{DOCUMENTS[self.document].title}（{'合成一个 PDF' if self.joined else f'每岗一份 {self.form.upper()}'}）"
        )

    @property
    def result(self) -> str:
        """The name of the finished file, made of the document's code only."""
        return f"{self.document}-batch.{'pdf' if self.joined else 'zip'}"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A post to make the document for: its id, and that of the enterprise's saved card (empty where it has none)."""

    post: str
    enterprise: str = ""
    workshop: str = ""
    card: str = ""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a job comes to in one edition: the posts, and what of the list could not be used, row by row."""

    edition: str
    items: tuple[Item, ...]
    problems: tuple[str, ...] = ()


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a job is: `done` of `total` posts (0 of 0 before it is planned), problems so far, why it failed.

    `own` counts the posts of which the enterprise's saved card is used.
    """

    state: State
    done: int = 0
    total: int = 0
    own: int = 0
    problems: tuple[str, ...] = ()
    error: str = ""


def checked(job: Job) -> Job:
    """Return `job` with its names fit to print. Raises a Chinese error for what cannot be made."""
    known = formats_of(job.document)
    if job.form not in known:
        raise BadRequestError(f"{DOCUMENTS[job.document].title}没有 {job.form} 格式，可选：{'、'.join(known)}。")
    if job.joined and job.form != "pdf":
        raise BadRequestError("只有 PDF 能合成一个文件，请改选 PDF，或改为每岗一份打成 ZIP。")
    names = {name: signed_name(getattr(job, name)) for name in ("enterprise", "workshop", "confirmed_by")}
    return msgspec.structs.replace(job, **names)
