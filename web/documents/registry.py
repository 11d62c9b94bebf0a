"""Which document can be had in which format, and who makes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kb.errors import HazardKbError
from kb.model.card import Card
from web.documents import (
    checklist,
    emergency,
    notice,
    post_list,
    procedure,
    quiz,
    register,
    signoff,
    single_file,
    slides,
)
from web.documents.checklist import checklist_flow
from web.documents.emergency import emergency_flow
from web.documents.flow import Flow, flow_pdf
from web.documents.notice_docx import notice_flow
from web.documents.pack import TITLE, pack_zip
from web.documents.post_list import list_flow
from web.documents.procedure import procedure_flow
from web.documents.quiz import quiz_flow
from web.documents.signoff import signoff_flow

Renderer = Callable[[Card], bytes]


class Document(NamedTuple):
    """A document: its identifier in addresses and on the command line, Chinese title, renderer by file format, and
    how it reads as a page (None for another sheet size of one that has a page, and for the pack)."""

    code: str
    title: str
    renderers: dict[str, Renderer]
    page: Callable[[Card], Flow] | None = None

    @property
    def formats(self) -> tuple[str, ...]:
        """What it can be had as, the usual one first, the page last."""
        return (*self.renderers, *(("html",) if self.page else ()))


def _flow(build: Callable[[Card], Flow]) -> dict[str, Renderer]:
    """Return the renderers of a document that is a flow of blocks."""
    return {"pdf": lambda card: flow_pdf(build(card)), "docx": lambda card: _docx(build(card))}


def _docx(document: Flow) -> bytes:
    from web.documents.docx_file import flow_docx  # only who asks for DOCX waits for the library

    return flow_docx(document)


def _html(build: Callable[[Card], Flow]) -> Renderer:
    def html(card: Card) -> bytes:
        from web.documents.html_file import flow_html

        return flow_html(build(card))

    return html


def _slides(card: Card) -> bytes:
    from web.documents.pptx_file import deck_pptx

    return deck_pptx(slides.deck(card))


DOCUMENTS: dict[str, Document] = {
    document.code: document
    for document in (
        Document("notice", notice.TITLE, _flow(notice_flow) | {"pdf": notice.notice_pdf}, notice_flow),
        Document("notice-a3", f"{notice.TITLE}（A3）", {"pdf": notice.notice_a3_pdf}),
        Document(
            "emergency", emergency.TITLE, _flow(emergency_flow) | {"pdf": emergency.emergency_pdf}, emergency_flow
        ),
        Document("emergency-sheet", f"{emergency.TITLE}（A4 四拼）", {"pdf": emergency.emergency_sheet_pdf}),
        Document("list", post_list.TITLE, {"xlsx": post_list.list_xlsx} | _flow(list_flow), list_flow),
        Document(
            "checklist", checklist.TITLE, {"xlsx": checklist.checklist_xlsx} | _flow(checklist_flow), checklist_flow
        ),
        Document("register", register.TITLE, {"xlsx": register.register_xlsx}, register.register_flow),
        Document("procedure", procedure.TITLE, _flow(procedure_flow), procedure_flow),
        Document("slides", slides.TITLE, {"pptx": _slides}, slides.slides_flow),
        Document("quiz", quiz.TITLE, _flow(quiz_flow), quiz_flow),
        Document("signoff", signoff.TITLE, _flow(signoff_flow) | {"xlsx": signoff.signoff_xlsx}, signoff_flow),
        Document("single", single_file.TITLE, {"html": single_file.single_html}),
    )
}


def _pack(card: Card) -> bytes:
    """Return every other document in every format as one ZIP."""
    return pack_zip(
        card,
        (
            (f"{card.post.code}-{document.code}.{form}", document.title, renderer(card))
            for document in DOCUMENTS.values()
            if document.code != "pack"
            for form, renderer in document.renderers.items()
        ),
    )


DOCUMENTS["pack"] = Document("pack", TITLE, {"zip": _pack})

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "html": "text/html; charset=utf-8",
}


def render(card: Card, document: str, format: str) -> bytes:  # noqa: A002 - the word users type
    """Return `card` as the file `document` in `format`. Raises HazardKbError naming what there is instead."""
    return _renderer(document, format)(card)


def questions_for(document: str) -> int:
    """Return how many questions a card needs (`CardOptions.questions`) for this document; 0 for most."""
    return quiz.QUESTIONS if document in {"quiz", "slides", "single", "pack"} else 0


def formats_of(document: str) -> tuple[str, ...]:
    """Return the formats of a document, the usual one first. Raises HazardKbError for an unknown document."""
    if document not in DOCUMENTS:
        raise HazardKbError(f"没有名为 {document} 的文件种类，可选：{'、'.join(DOCUMENTS)}。")
    return DOCUMENTS[document].formats


def default_format(document: str) -> str:
    """Return the format of a document when none is named: PDF where there is one."""
    known = formats_of(document)
    return "pdf" if "pdf" in known else known[0]


def offered() -> dict[tuple[str, str], str]:
    """Return every document and format that can be had, with the name to show for it."""
    return {
        (document.code, form): f"{document.title}（{form.upper()}）"
        for document in DOCUMENTS.values()
        for form in document.renderers
    }


def document_file_name(card: Card, document: str, format: str) -> str:  # noqa: A002
    """Return a file name from the post's id and the document's code: never from anything a user typed."""
    _renderer(document, format)
    return f"{card.post.code}-{document}.{format}"


def _renderer(document: str, format: str) -> Renderer:  # noqa: A002
    known = formats_of(document)
    if format not in known:
        raise HazardKbError(f"{DOCUMENTS[document].title}没有 {format} 格式，可选：{'、'.join(known)}。")
    found, page = DOCUMENTS[document], DOCUMENTS[document].page
    return _html(page) if page and format == "html" else found.renderers[format]
