"""The content holds together: counts, references, names, words that must never be printed."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from kb.check.report import MANUAL_ENTRIES, check_entries
from kb.check.words import BAN, SLANG, WEAK
from kb.model.official import OfficialRow
from kb.paths import corpus_folder
from kb.services.resolve import Catalogue, basis_of
from kb.store.corpus import Corpus
from kb.store.knowledge_writer import post_entry_ids
from kb.store.yaml_files import read_yaml


def test_every_row_of_the_manual_has_its_entry(corpus: Corpus) -> None:
    assert Counter(entry.industry.code for entry in corpus.entries) == MANUAL_ENTRIES


def test_entries_stand_in_the_manuals_order(corpus: Corpus) -> None:
    for path in (corpus_folder() / "entries").rglob("*.yaml"):
        ids = re.findall(r"^  - id: (\S+)", path.read_text("utf-8"), re.MULTILINE)
        assert ids == sorted(ids, key=lambda i: [int(n) for n in i.split("-")[1:]]), path.name


def test_files_of_data_stay_readable() -> None:
    long = {p.name for p in corpus_folder().rglob("*.yaml") if p.read_text("utf-8").count("\n") > 1000}
    assert long == set()


def test_every_place_and_entry_is_on_a_post(corpus: Corpus) -> None:
    posted = {entry_id for ids in post_entry_ids(corpus).values() for entry_id in ids}
    assert [entry.id for entry in corpus.entries if entry.id not in posted] == []
    places = {place for post in corpus.posts for place in post.places}
    assert {entry.place for entry in corpus.entries} - places == set()


def test_every_entry_has_a_playbook_and_every_playbook_an_entry(corpus: Corpus) -> None:
    assert [entry.id for entry in corpus.entries if not entry.playbooks] == []


def test_a_name_leads_to_one_post(corpus: Corpus) -> None:
    names = Counter(name for post in corpus.posts for name in {post.id, post.title, *post.aliases, *post.colloquial})
    assert [name for name, count in names.items() if count > 1] == []


def test_questions_are_short_and_not_repeated_within_a_record(corpus: Corpus) -> None:
    for record in (*corpus.entries, *corpus.posts, *corpus.playbooks):
        assert len(set(record.asked_as)) == len(record.asked_as) >= 3, record.id
        assert max(map(len, record.asked_as)) <= 24, record.id


def test_emergency_lines_are_plain_and_sourced(corpus: Corpus) -> None:
    for playbook in corpus.playbooks:
        for line in (*playbook.signs, *playbook.steps, *playbook.never, *playbook.first_aid):
            assert not SLANG.search(line.text), (playbook.id, line.text)
            assert not WEAK.search(line.text), (playbook.id, line.text)
            assert line.source.document or line.source.note, (playbook.id, line.text)
            assert not (line.source.how == "general_practice" and line.source.document), (playbook.id, line.text)
        for line in playbook.never:
            assert BAN.search(line.text), (playbook.id, line.text)


def test_no_gloves_at_rotating_machines(corpus: Corpus) -> None:
    """Gloves are never given to a post whose own rows forbid them."""
    by_id = {entry.id: entry for entry in corpus.entries}
    for post, ids in post_entry_ids(corpus).items():
        forbids = any(
            "手套" in m.text and m.strength == "must_not" and "戴" in m.text for i in ids for m in by_id[i].measures
        )
        items = next(p for p in corpus.posts if p.id == post).protective_equipment
        gloves = [item for item in items if "手套" in item.name and not item.when]
        assert not (forbids and gloves), post


def test_respirators_name_their_kind(corpus: Corpus) -> None:
    for post in corpus.posts:
        for item in post.protective_equipment:
            assert item.name not in {"口罩", "面具", "呼吸器", "防护口罩", "防护面具"}, (post.id, item.name)


def test_every_drawing_is_there_and_harmless(corpus: Corpus) -> None:
    for sign in corpus.signs:
        drawing = (corpus_folder() / "signs" / sign.drawing).read_text("utf-8")
        assert "<title>" in drawing, sign.id
        assert not re.search(r"<script|href|url\(|on\w+=", drawing), sign.id


def test_one_term_has_one_identifier() -> None:
    terms = read_yaml(corpus_folder() / "vocab" / "glossary.yaml")["terms"]
    for key in ("term", "identifier"):
        counted = Counter(term[key] for term in terms)
        assert [name for name, count in counted.items() if count > 1] == []


def test_records_of_the_glossary_exist() -> None:
    terms = read_yaml(corpus_folder() / "vocab" / "glossary.yaml")["terms"]
    root = Path(__file__).resolve().parents[2]
    source = "\n".join(path.read_text("utf-8") for path in (root / "kb").rglob("*.py"))
    missing = [t["record"] for t in terms if "record" in t and f"class {t['record']}" not in source]
    assert missing == []


@pytest.mark.manual
def test_every_entry_keeps_the_rules_beside_its_official_row(
    corpus: Corpus, official_rows: dict[str, OfficialRow]
) -> None:
    problems = list(check_entries(corpus.entries, official_rows))
    assert problems == []


@pytest.mark.manual
def test_entries_cite_what_their_rows_cite(corpus: Corpus, official_rows: dict[str, OfficialRow]) -> None:
    catalogue = Catalogue(corpus.regulations)
    wrong = [e.id for e in corpus.entries if basis_of(official_rows[e.id].legal_basis, catalogue) != e.legal_basis]
    assert wrong == []


@pytest.mark.manual
def test_every_row_attaches_to_its_entry(corpus: Corpus, official_rows: dict[str, OfficialRow]) -> None:
    assert {e.id: e.official_digest for e in corpus.entries} == {i: r.digest for i, r in official_rows.items()}
