"""Clauses found and packed: from a typed number to the clause of today, its penalty, its checks and its places."""

from __future__ import annotations

from datetime import date

import pytest

from kb.services.bearing import GENERAL, Bearing, Places
from kb.services.clauses import ClausePacket, Clauses
from kb.services.resolve import Catalogue
from kb.services.validity import edition_on
from kb.store.corpus import Corpus

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def clauses(corpus: Corpus) -> Clauses:
    return Clauses(Catalogue(corpus.regulations), corpus.digests, corpus.renumberings)


@pytest.fixture(scope="module")
def places(corpus: Corpus) -> Places:
    return Places(corpus.entries)


@pytest.mark.parametrize(
    ("query", "document", "edition", "clause"),
    [
        ("安全生产法28条", "work-safety-law", "2021-06-10", "28"),
        ("安法第二十八条第二款", "work-safety-law", "2021-06-10", "28.2"),
        ("令91 第二十条", "order-91-metallurgy", "2018-01-04", "20"),
        ("GB 6222 第4.3条", "gb-6222", "2005", "4.3"),
        ("2014年安全生产法第三十二条", "work-safety-law", "2014-08-31", "32"),
    ],
)
def test_a_number_in_any_writing_goes_to_the_clause(
    query: str, document: str, edition: str, clause: str, clauses: Clauses
) -> None:
    (target,) = clauses.targets(query)
    assert (target.document, target.edition, target.clause) == (document, edition, clause)


def test_words_alone_name_no_clause(clauses: Clauses) -> None:
    assert clauses.targets("三同时 哪一条") == ()
    assert clauses.targets("GB 6222 煤气柜") == ()


def test_an_old_article_number_leads_to_todays(clauses: Clauses) -> None:
    (old,) = clauses.targets("安全生产法（2014修正）第32条")
    assert old.moved is not None
    assert (old.moved.new, old.moved.how) == (("35",), "general_knowledge")
    (today,) = clauses.targets("安全生产法第35条")
    assert today.moved is None


def test_the_renumbering_is_complete(corpus: Corpus) -> None:
    maps = {r.old: r for r in corpus.renumberings if r.document == "work-safety-law"}
    for old, articles, to in (("2002-06-29", 97, 114), ("2014-08-31", 114, 119)):
        law = maps[old]
        assert [row.old for row in law.rows] == [str(n) for n in range(1, articles + 1)]
        reached = [n for row in law.rows for n in row.new]
        assert len(set(reached)) == len(reached)
        assert set(reached) | set(law.added) == {str(n) for n in range(1, to + 1)}
        assert not set(reached) & set(law.added)
    assert [m.old for m in maps["2014-08-31"].forerunners("9")] == ["8"]


def test_the_oldest_number_leads_through_both_amendments_to_todays(clauses: Clauses) -> None:
    for year, article, today in (
        ("2002", "28", "35"),
        ("2009", "28", "35"),
        ("2002", "97", "119"),
        ("2014", "32", "35"),
    ):
        (target,) = clauses.targets(f"{year}年安全生产法第{article}条")
        assert target.moved is not None
        assert (target.today, target.moved.new) == ("2021-06-10", (today,))
        assert target.moved.how == "general_knowledge"
    (split,) = clauses.targets("2002年安全生产法第83条")
    assert split.moved is not None
    assert split.moved.new == ("98", "99")
    assert split.moved.note
    assert [(r.id.split("@")[1][:4], r.clause) for r in clauses.forerunners("work-safety-law", "2021-06-10", "35")] == [
        ("2014", "32"), ("2009", "28"), ("2002", "28"),
    ]  # fmt: skip
    assert [r.clause for r in clauses.forerunners("work-safety-law", "2014-08-31", "32")] == ["28", "28"]
    direct = clauses.renumberings.between("work-safety-law", "2002-06-29", "2014-08-31")
    assert direct is not None
    assert direct.new == "2014-08-31"
    whole = clauses.renumberings.between("work-safety-law", "2002-06-29", "2021-06-10")
    assert whole is not None
    assert [int(number) for number in whole.added] == [
        12, 14, 17, 22, 25, 26, 41, 61, 70, 78, 79, 81, 95, 96, 102, 108, 109, 112, 114, 118
    ]  # fmt: skip


def test_a_packet_holds_the_fine_the_check_and_the_places(clauses: Clauses, places: Places, corpus: Corpus) -> None:
    packet = clauses.packet("work-safety-law", "35", DAY)
    assert packet is not None
    assert (packet.label, packet.validity.code) == ("第三十五条", "in_force")
    assert [(p.label, p.document) for p in packet.penalties] == [("第九十九条第一款第（一）项", "work-safety-law")]
    assert packet.penalties[0].id == "work-safety-law@2021-06-10:99"
    assert packet.digest.check
    assert packet.digest.evidence
    said = {e.id for e in corpus.entries if any("警示标志" in m.text for m in e.measures)}
    assert said <= {b.entry for b in _bearing(clauses, places, packet)}


def test_where_two_rules_conflict_both_are_shown(clauses: Clauses) -> None:
    packet = clauses.packet("order-91-metallurgy", "28", DAY)
    assert packet is not None
    assert [p.document for p in packet.penalties] == ["order-91-metallurgy", "work-safety-law"]
    assert [c.id for c in packet.conflicts] == ["work-safety-law@2021-06-10:102"]
    other_side = clauses.packet("work-safety-law", "102", DAY)
    assert other_side is not None
    assert [c.id for c in other_side.conflicts] == ["order-91-metallurgy@2018-01-04:46"]


def test_a_difference_of_fines_stands_only_on_the_duties_it_is_about(clauses: Clauses) -> None:
    shown = {}
    for number in ("16", "30", "35", "38", "71", "75"):
        packet = clauses.packet("occupational-disease-law", number, DAY)
        assert packet is not None
        shown[number] = [c.clause for c in packet.conflicts]
    assert shown == {
        "16": ["67"], "30": [], "35": ["68", "63", "68"], "38": ["63"], "71": ["67", "68"], "75": ["63", "68"],
    }  # fmt: skip


def test_a_penalty_leads_back_to_what_it_punishes(clauses: Clauses) -> None:
    packet = clauses.packet("work-safety-law", "99", DAY)
    assert packet is not None
    assert "work-safety-law@2021-06-10:35" in {p.id for p in packet.punishes}


def test_a_clause_punished_by_several_items_of_an_article_is_named_once(clauses: Clauses) -> None:
    packet = clauses.packet("work-safety-law", "99", DAY)
    assert packet is not None
    assert len({p.id for p in packet.punishes}) == len(packet.punishes)
    (devices,) = [p.text for p in packet.punishes if p.id == "work-safety-law@2021-06-10:36"]
    assert devices == "第九十九条第一款第（二）项、第一款第（三）项、第一款第（四）项、第一款第（八）项"


def test_a_rule_for_one_trade_bears_on_that_trade_alone(clauses: Clauses, places: Places, corpus: Corpus) -> None:
    industries = {e.id: e.industry.code for e in corpus.entries}
    for group in clauses.groups:
        for digest in group.digests:
            found = places.bearing(group, digest)
            if group.industries:
                assert {industries[b.entry] for b in found if not b.cited} <= set(group.industries)


def test_a_law_on_chemicals_bears_where_chemicals_are_used(clauses: Clauses, places: Places, corpus: Corpus) -> None:
    group = clauses.group("hazardous-chemicals-safety-law")
    assert group is not None
    tagged = {e.id for e in corpus.entries if set(group.topics) & set(e.topics)}
    said = {e.id for e in corpus.entries if any(w in m.text for w in group.about for m in e.measures)}
    found = {b.entry for d in group.digests for b in places.bearing(group, d)}
    assert found & (tagged - said)


def test_an_entry_that_prompts_for_an_article_is_found_from_it(
    clauses: Clauses, places: Places, corpus: Corpus
) -> None:
    packet = clauses.packet("mem-order-10-major-danger", "12", DAY)
    assert packet is not None
    said = {e.id for e in corpus.entries if e.major_danger_prompt and "第十二条" in e.major_danger_prompt.item}
    assert said
    assert {b.entry for b in _bearing(clauses, places, packet) if b.prompted} == said
    assert packet.how == "general_knowledge"
    assert packet.penalties
    assert {p.how for p in packet.penalties} == {"general_knowledge"}


def _bearing(clauses: Clauses, places: Places, packet: ClausePacket) -> tuple[Bearing, ...]:
    group = clauses.group(packet.document, packet.edition)
    assert group is not None
    return places.bearing(group, packet.digest)


def test_a_word_said_everywhere_ties_nothing(clauses: Clauses, places: Places, corpus: Corpus) -> None:
    packet = clauses.packet("order-91-metallurgy", "25", DAY)
    assert packet is not None
    assert all(set(b.words) - GENERAL or len(b.words) > 1 for b in _bearing(clauses, places, packet))
    assert len(_bearing(clauses, places, packet)) < len(corpus.entries) / 10


def test_an_older_edition_says_what_took_its_place(corpus: Corpus) -> None:
    law = next(r for r in corpus.regulations if r.id == "work-safety-law")
    state = edition_on(law, "2014-08-31", DAY)
    assert (state.code, state.successors) == ("superseded", ("work-safety-law@2021-06-10",))
    assert edition_on(law, "2014-08-31", date(2016, 2, 1)).code != "superseded"
    assert edition_on(law, "2021-06-10", date(2021, 7, 1)).code == "not_yet"
    assert edition_on(law, "2021-06-10", DAY).code == "in_force"


def test_a_clause_without_digest_has_no_packet(clauses: Clauses) -> None:
    assert clauses.packet("gb-6222", "4.3", DAY) is None
