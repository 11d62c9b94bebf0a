"""What the templates of the enterprise's own records receive: log-in, saved cards, the trainer's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from kb.model.statement import Statement
from web.contexts import PageContext
from web.views.card_form import EntryFields, FieldView, Section, SignChoice
from web.views.offers import Offer
from web.views.playbook import PlaybookLink
from web.views.saved import ChangeGroup, SavedLink, VersionLink
from web.views.sign import SignView


@dataclass(frozen=True, kw_only=True)
class LoginPage(PageContext):
    """/login: the password, and back to `next`. `complaint` says why a log-in failed, `hint` that none is possible.

    `local` is who sits at the server itself and needs none.
    """

    template: ClassVar[str] = "login.html"
    next: str
    complaint: str
    hint: str
    logged_in: bool
    local: bool


@dataclass(frozen=True, kw_only=True)
class SavedCardsPage(PageContext):
    """/cards: the enterprise's own cards, and a box for the number on a paper; `may_write` who may change them."""

    template: ClassVar[str] = "saved_cards.html"
    cards: Sequence[SavedLink]
    may_write: bool
    logged_in: bool


@dataclass(frozen=True, kw_only=True)
class SavedCardPage(PageContext):
    """/cards/{id}: a saved card as it stands today; fields as in CardPage, with its history.

    `changes` is what the knowledge base changed since it was saved, `withdrawn` what must be said anew because of it.
    """

    template: ClassVar[str] = "saved_card.html"
    key: str
    post_url: str
    confirmed_by: str
    notice: Mapping[str, Any]
    playbooks: Sequence[PlaybookLink]
    signs: Sequence[SignView]
    documents: Sequence[Offer]
    number: int
    current: int
    saved: str
    versions: Sequence[VersionLink]
    withdrawn: Sequence[str]
    changes: Sequence[ChangeGroup]
    logo: bool


@dataclass(frozen=True, kw_only=True)
class CardFormPage(PageContext):
    """/posts/{id}/own and /cards/{id}/edit: the trainer's page, with what stands in it and what is wrong.

    `base` is the version it was made from; `newer_url` shows what somebody else saved meanwhile; `login` asks for the
    log-in in another window; `logo` names the picture already sent; `has_signs` are those the post has anyway;
    `added` are rows of other documents among the entries.
    """

    template: ClassVar[str] = "card_form.html"
    post_title: str
    post_id: str
    key: str
    base: int
    action: str
    complaint: str
    errors: Mapping[str, str]
    login: bool
    newer_url: str
    sections: Sequence[Section]
    entries: Sequence[EntryFields]
    added: Sequence[str]
    signs: Sequence[SignChoice]
    has_signs: str
    logo: str
    logo_error: str
    note: FieldView


@dataclass(frozen=True, kw_only=True)
class CardComparePage(PageContext):
    """/cards/{id}/compare: what one version changed of another."""

    template: ClassVar[str] = "card_compare.html"
    key: str
    old: int
    new: int
    changes: Sequence[ChangeGroup]


@dataclass(frozen=True, kw_only=True)
class CardCheckPage(PageContext):
    """/cards/{id}/{hash}: whether a paper still holds; what a QR code leads to.

    `verdict` is same, changed or unknown; `said` is what the paper said when it was issued; `draft` names what today's
    card lacks.
    """

    template: ClassVar[str] = "card_check.html"
    key: str
    number: str
    verdict: str
    as_of: str
    draft: Sequence[str]
    issued: str
    current: int
    changes: Sequence[ChangeGroup]
    said: Sequence[Statement]
