"""The pack: every document in every format, the same entries throughout, names made of ids only."""

from __future__ import annotations

import io
import zipfile

from kb.services.cards import build_card
from tests.card_samples import Records, entry, filled, long_card, post
from tests.web.documents.reading import pdf_pages
from web.documents import DOCUMENTS, render


def archive_of(card):
    return zipfile.ZipFile(io.BytesIO(render(card, "pack", "zip")))


def test_the_pack_holds_every_other_document():
    wanted = {f"sample-post-{d.code}.{form}" for d in DOCUMENTS.values() for form in d.renderers if d.code != "pack"}
    with archive_of(long_card()) as archive:
        assert set(archive.namelist()) == wanted | {"00-contents.pdf"}
        assert archive.testzip() is None


def test_the_contents_name_files_and_entries():
    card = long_card()
    with archive_of(card) as archive:
        text = "".join(pdf_pages(archive.read("00-contents.pdf")))
        for name in archive.namelist():
            assert name == "00-contents.pdf" or name in text
    for shown in card.entries:
        assert shown.id in text


def test_names_in_the_pack_never_come_from_user_text():
    card = build_card(post(title="../../x"), Records((entry(1, 1),)), filled(enterprise="../etc", number="/a"))
    with archive_of(card) as archive:
        assert all("/" not in name and ".." not in name for name in archive.namelist())


def test_files_in_the_pack_are_those_made_singly():
    card = long_card()
    with archive_of(card) as archive:
        assert archive.read("sample-post-notice.pdf") == render(card, "notice", "pdf")
