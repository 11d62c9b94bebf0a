"""Misprints: spelling, filing or citing is set small; what misleads stays loud, and nothing is unmarked."""

from __future__ import annotations

import html

import pytest

from kb.model.card import Mark
from kb.store.knowledge import Knowledge
from tests.web.client import Client
from web.documents.wording import mark_text
from web.misprints import mere_misprint

SLIGHT = (
    "手册写“缷灰”，为“卸灰”之误。",
    "手册印“阀兰”，应为“法兰”。",
    "手册印“等高处作时”，漏“业”字，应为“等高处作业时”。",
    "手册印“防置”“延管”，按上下文应为“放置”“沿管”。",
)
LOUD = (
    "手册第 2 条印“液氮”，按本行危险因素和第 1 条应为“液氨”。",
    "手册印“液氮”，应为“液氨”。",
    "手册印“必须戴”，应为“严禁戴”。",
    "手册印“30mV”，应为“30V”。",
    "手册印“关闭”，应为“打开”。",
    "手册印“防置、关闭”，应为“放置、打开”。",
    "手册印“至下而上”，应为“自下而上”。",
    "手册写“缷灰”，为“卸灰”之误；卸灰时人必须撤离。",
    "手册印“缷灰”“缷下”，应为“卸灰”。",
)  # fmt: skip


@pytest.mark.parametrize("text", SLIGHT)
def test_spelling_is_slight(text: str) -> None:
    assert mere_misprint(text)


@pytest.mark.parametrize("text", LOUD)
def test_what_changes_the_meaning_stays_loud(text: str) -> None:
    assert not mere_misprint(text)


def test_every_note_is_marked_on_its_page_loudly_unless_slight(client: Client, knowledge: Knowledge) -> None:
    noted = [entry for entry in knowledge.all_entries() if entry.errata]
    kinds = {mere_misprint(erratum.text) for entry in noted for erratum in entry.errata}
    assert kinds == {True, False}
    for entry in noted:
        page = client.get(f"/entries/{entry.id}").text
        texts = [erratum.text for erratum in entry.errata]
        assert [text for text in texts if html.escape(text) not in page] == [], entry.id
        loud = sum(not mere_misprint(text) for text in texts)
        assert page.count('class="caution caution-erratum"') == loud, entry.id


def test_paper_names_a_misprint_and_a_fault_apart() -> None:
    assert mark_text(Mark(kind="erratum", text=SLIGHT[0])).startswith("【手册误印】")
    assert mark_text(Mark(kind="erratum", text=LOUD[0])).startswith("【手册勘误】")
    assert mark_text(Mark(kind="stricter_now", text=SLIGHT[0])).startswith("【现行规定更严】")
