"""Which entries a card shows, what its lines carry, what keeps it a draft, and when its digest changes."""

from __future__ import annotations

import pytest

from kb.errors import HazardKbError, NotFoundError
from kb.model.base import CodeName, Review, Source
from kb.model.card import MAX_CHOSEN, CardOptions, Contact, OwnLine, RiskAssessment
from kb.model.playbook import Line
from kb.model.sign import SafetySign, SignKind
from kb.services.cards import build_card, choose_entries
from tests.card_samples import DAY, Records, entry, filled, long_card, marked_entry, measure, playbook, post, short_card

FALL = (CodeName("fall", "高处坠落"),)
HIT = (CodeName("hit", "物体打击"),)
OPTIONS = CardOptions(as_of=DAY)


def lines_of(card):
    return {line.key: line for line in card.chosen[0].lines}


def test_a_line_keeps_strength_actor_condition_permits_and_origin():
    line = lines_of(short_card())["metallurgy-01-001-1#1"]
    assert (line.strength, line.actor, line.condition, line.permits) == ("must", "operator", "进料斗前", ("有限空间",))
    assert line.origin == "manual"
    assert line.text == "进料斗前应测一氧化碳。"


def test_a_supplement_is_tagged_with_its_document():
    line = lines_of(short_card())["metallurgy-01-001-1#6"]
    assert line.origin == "law"
    assert line.source == "《样例现行规定》第三十二条，已读到文本"


def test_marks_stand_at_the_line_that_says_the_measure():
    lines = lines_of(short_card())
    assert [mark.kind for mark in lines["metallurgy-01-001-1#1"].marks] == ["erratum"]
    assert [mark.kind for mark in lines["metallurgy-01-001-1#3"].marks] == ["specialist_only"]
    assert lines["metallurgy-01-001-1#5"].marks == ()


def test_a_stricter_rule_survives_the_line_that_may_not_be_printed():
    shown = short_card().chosen[0]
    assert "metallurgy-01-001-1#2" not in {line.key for line in shown.lines}
    assert shown.unprinted == 1
    assert [mark.kind for mark in shown.marks] == ["stricter_now"]


def test_people_on_the_spot_and_the_others_share_all_lines():
    shown = short_card().chosen[0]
    assert [line.actor for line in shown.worker_lines] == ["operator", "everyone", "operator"]
    assert [line.actor for line in shown.other_lines] == ["specialist", "enterprise"]
    assert len(shown.worker_lines) + len(shown.other_lines) == len(shown.lines)


def test_general_practice_needs_a_named_reviewer():
    scenario = short_card().scenarios[0]
    assert [line.text for line in scenario.steps if line.origin == "practice"] == ["已经确认的步骤。"]
    assert (len(scenario.never), scenario.omitted) == (1, 1)
    confirmed = short_card(practice_confirmed_by="赵六").scenarios[0]
    assert (len(confirmed.never), confirmed.omitted) == (2, 0)


def test_a_sequence_is_printed_whole_or_not_at_all():
    habit = Line(text="未经确认的步骤。", source=Source(note="通用做法", how="general_practice"))
    holed = playbook(steps=(habit, *playbook().steps))
    scenario = build_card(post(), Records((entry(1, 1),), playbooks={holed.id: holed}), OPTIONS).scenarios[0]
    assert (scenario.steps, scenario.omitted) == ((), 5)
    assert len(scenario.first_aid) == 1


def test_a_line_read_in_the_manual_is_tagged_so():
    line = Line(text="清点人数。", source=Source(note="手册 metallurgy-06-001-2 第7条措施", how="read_in_text"))
    read = playbook(steps=(line,))
    scenario = build_card(post(), Records((entry(1, 1),), playbooks={read.id: read}), OPTIONS).scenarios[0]
    assert scenario.steps[0].origin == "manual"


def test_a_replaced_document_says_so_and_an_unknown_one_keeps_its_words():
    old, unknown = short_card().chosen[0].basis
    assert old.status != unknown.status
    assert (old.status, old.replaced_by) == ("superseded", ("《样例新规定》",))
    assert (unknown.title, unknown.document) == ("无名文件", "")


def test_accident_types_carry_both_standards():
    (accident,) = short_card().accidents
    assert (accident.name, accident.names_2025) == ("中毒和窒息", ("中毒", "窒息"))


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((), ()),
        ((entry(1, 1, accident_types=HIT), entry(1, 2)), ("metallurgy-01-001-2",)),
        ((entry(1, 1), entry(1, 2), entry(2, 1, accident_types=FALL)), ("metallurgy-01-001-1",)),
        ((entry(1, 1, accident_types=HIT), entry(2, 1, accident_types=FALL)), ("metallurgy-01-002-1",)),
        ((entry(1, 1, accident_types=()), entry(1, 2, accident_types=HIT)), ("metallurgy-01-001-1",)),
    ],
    ids=["none", "deadly first", "manual's order", "killing before hurting", "equal ranks"],
)
def test_the_first_choice(entries, expected):
    assert choose_entries(entries, limit=1) == expected


def test_every_place_has_a_turn_before_a_second_one():
    entries = (*(entry(1, n) for n in range(1, 9)), entry(2, 1), entry(3, 1))
    assert choose_entries(entries, limit=3) == ("metallurgy-01-001-1", "metallurgy-01-002-1", "metallurgy-01-003-1")


def test_what_kills_several_goes_before_another_places_turn():
    entries = (entry(1, 1), entry(1, 2), entry(2, 1, accident_types=HIT))
    assert choose_entries(entries, limit=2) == ("metallurgy-01-001-1", "metallurgy-01-001-2")


def test_of_two_alike_the_one_with_work_to_do_is_chosen():
    design = entry(1, 1, measures=(measure("平台应设栏杆。", actor="designer"),))
    assert choose_entries((design, entry(1, 2)), limit=1) == ("metallurgy-01-001-2",)


def test_the_same_text_is_chosen_once_and_names_the_others():
    twins = (entry(1, 1), entry(2, 1, same_as="metallurgy-01-001-1"), entry(3, 1))
    card = build_card(post(), Records(twins), OPTIONS)
    assert [e.id for e in card.chosen] == ["metallurgy-01-001-1", "metallurgy-01-003-1"]
    assert card.chosen[0].same == ("metallurgy-01-002-1",)
    assert [e.id for e in card.rest] == ["metallurgy-01-002-1"]


@pytest.mark.parametrize(
    ("location", "hazard", "count"),
    [("吊车", "违规起重作业", 1), ("吊车", "钢丝绳断裂", 2), ("行车", "违规起重作业", 2)],
    ids=["same place and hazard", "another hazard", "another place"],
)
def test_nearly_the_same_hazard_at_places_of_one_name_is_chosen_once(location, hazard, count):
    first = entry(1, 1, location="吊车", hazards=("违规起重作业。",))
    second = entry(2, 1, location=location, hazards=(hazard,))
    assert len(choose_entries((first, second))) == count


def test_at_most_eight_are_chosen_and_none_is_lost():
    card = long_card()
    assert len(card.chosen) == MAX_CHOSEN
    assert len({e.id for e in card.entries}) == 13


def test_the_trainer_chooses_and_orders():
    wanted = ("metallurgy-01-003-1", "metallurgy-01-002-1")
    assert tuple(e.id for e in long_card(entries=wanted).chosen) == wanted


@pytest.mark.parametrize(
    ("wanted", "error", "words"),
    [
        (("textile-01-001-1",), NotFoundError, "textile-01-001-1"),
        (tuple(f"metallurgy-01-{n:03}-1" for n in range(1, 10)), HazardKbError, "最多选 8 条"),
        (("metallurgy-01-002-1",) * 2, HazardKbError, "重复"),
    ],
)
def test_a_choice_that_cannot_be_printed_is_refused(wanted, error, words):
    with pytest.raises(error, match=words):
        long_card(entries=wanted)


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, ()),
        ({"risk": RiskAssessment()}, ("风险等级",)),
        ({"responsible": (Contact(role="责任人"),)}, ("责任人",)),
        ({"phones": (Contact(role="车间", name="值班室"),)}, ("报告电话",)),
        ({"issued_on": ""}, ("签发日期",)),
        ({"confirmed_by": ""}, ("企业确认",)),
    ],
)
def test_what_keeps_a_card_a_draft(change, missing):
    assert build_card(post(), Records((marked_entry(),)), filled(**change)).draft == missing


def test_the_level_is_the_enterprises_and_never_inferred():
    assert short_card().risk_name == "未评估"
    assert build_card(post(), Records((marked_entry(),)), filled()).risk_name == "较大风险（橙）"


def test_public_phones_are_always_there_and_right():
    for card in (short_card(), build_card(post(), Records((marked_entry(),)), filled())):
        assert [(c.role, c.phone) for c in card.phones[-2:]] == [("火警", "119"), ("急救", "120")]


def test_signs_come_in_the_standards_order():
    kinds: tuple[SignKind, ...] = ("safe_condition", "mandatory", "warning", "prohibition")
    signs = {
        kind: SafetySign(id=kind, kind=kind, name=kind, drawing="", source=playbook().steps[0].source) for kind in kinds
    }
    card = build_card(post(safety_signs=kinds), Records((entry(1, 1),), safety_signs=signs), OPTIONS)
    assert [sign.kind for sign in card.signs] == ["warning", "prohibition", "mandatory", "safe_condition"]


def test_the_enterprises_own_line_is_tagged_as_such():
    card = short_card(own_lines=(OwnLine(entry="metallurgy-01-001-1", text="进门先刷卡。"),))
    own = card.chosen[0].lines[-1]
    assert (own.text, own.origin, own.for_worker) == ("进门先刷卡。", "enterprise", True)


def test_a_line_shows_its_state():
    card = short_card(states={"metallurgy-01-001-1#1": "done"})
    assert [line.state for line in card.chosen[0].lines][:2] == ["done", ""]


def test_the_digest_follows_the_content_and_not_the_day():
    card = short_card()
    later = build_card(post(), Records((marked_entry(),)), CardOptions(as_of="2026-11-24", public_url="http://x"))
    other = build_card(post(), Records((entry(1, 1),)), OPTIONS)
    assert card.digest == later.digest
    assert len({card.digest, other.digest, short_card(number="1").digest}) == 3


def test_reviewed_needs_every_record_reviewed():
    signed = Review(who="甲", when=DAY, engineer="乙")
    records = Records((entry(1, 1, review=signed),), playbooks={"gas-poisoning": playbook(review=signed)})
    assert build_card(post(review=signed), records, OPTIONS).engineer_reviewed
    assert not build_card(post(), records, OPTIONS).engineer_reviewed
