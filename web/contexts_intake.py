"""What the templates of the pages that change the library receive; see web.contexts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from web.contexts import PageContext
from web.views.review import DocumentView, FieldView, RowLink, SaidView
from web.views.upload import SheetView, UploadView


@dataclass(frozen=True, kw_only=True)
class IntakePage(PageContext):
    """What these pages share: may whoever asks write, does the edition lag behind, did building it fail, what to say.

    `here` is the page's address, to come back to after logging in.
    """

    template: ClassVar[str] = "intake.html"
    may_write: bool
    updating: bool
    failure: str
    done: str
    here: str


@dataclass(frozen=True, kw_only=True)
class ReviewPage(IntakePage):
    """/review: the documents of the library with how many rows of each wait to be looked at."""

    template: ClassVar[str] = "review.html"
    documents: Sequence[DocumentView]
    waiting: int


@dataclass(frozen=True, kw_only=True)
class ReviewDocumentPage(IntakePage):
    """/review/{document}: its rows, those that wait or all; `choices` are the lists with their addresses."""

    template: ClassVar[str] = "review_document.html"
    document: DocumentView
    rows: Sequence[RowLink]
    choices: Sequence[tuple[str, str, bool]]
    previous_url: str
    next_url: str
    first_url: str


@dataclass(frozen=True, kw_only=True)
class ReviewRowPage(IntakePage):
    """/review/{document}/{row}: a row beside its picture; the form's fields hold what was typed where it was refused.

    `seen` and `last` go back with the form and say what the writer was looking at; `standing` is what holds now.
    """

    template: ClassVar[str] = "review_row.html"
    document: DocumentView
    row_id: str
    url: str
    where: str
    entry_url: str
    pictures: Sequence[str]
    doubts: Sequence[str]
    fields: Sequence[FieldView]
    standing: SaidView | None
    rejected: bool
    stale: Sequence[SaidView]
    history: Sequence[SaidView]
    who: str
    seen: str
    last: str
    complaint: str
    next_url: str


@dataclass(frozen=True, kw_only=True)
class UploadsPage(IntakePage):
    """/upload: the form to hand in files, and what became of those handed in; `most_mb` is the largest taken."""

    template: ClassVar[str] = "upload.html"
    uploads: Sequence[UploadView]
    most_mb: int
    most_files: int


@dataclass(frozen=True, kw_only=True)
class UploadPage(IntakePage):
    """/upload/{id}: how far a file is; for a workbook its columns, to confirm or correct before they are taken."""

    template: ClassVar[str] = "upload_one.html"
    upload: UploadView
    sheets: Sequence[SheetView]
    left_out: Sequence[str]
    choices: Sequence[tuple[str, str]]
    complaint: str
