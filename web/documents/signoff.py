"""签收表、培训签到表、三级教育登记卡 (sign-off sheets): who was told what, to be signed by hand."""

from __future__ import annotations

from kb.model.card import Card
from web.documents.flow import Block, Flow, Grid, Heading, Items, PageBreak, Text, flow
from web.documents.post_list import in_order
from web.documents.wording import BLANK
from web.documents.xlsx_file import Column, Sheet, workbook

TITLE = "岗位告知签收和培训登记表"
_HANDED = "□告知卡 □清单 □应急卡 □规程"
_KNOWS = "本人已了解危险因素、防范措施、应急措施（签名）"
_RECEIVED = ("序号", "姓名", "工号", "收到的文件", _KNOWS, "日期", "告知人（签名）")
_TRAINED = ("序号", "姓名", "工号", "班组", "签到", "考核成绩", "备注")
_LEVELS = ("级别", "培训内容", "学时", "考核结果", "培训人（签名）", "受训人（签名）", "日期")
_ROWS = 16
_RECEIVED_ROWS = 12
"""Fewer on the first sheet, so that it is one page with the hazards of most posts above."""
_CONTENTS = (
    ("厂级", "本单位安全生产情况和制度；权利义务；事故案例"),
    ("车间级", "工作环境和危险因素；易受的伤害；操作技能；自救互救；防护用品；预防措施；案例"),
    ("班组级", "岗位安全操作规程；岗位间配合；案例"),
)
_RULE = (
    "培训内容、学时按《生产经营单位安全培训规定》由企业确定（条文未核对原文）。"
    "考核合格与否由考核人签字；自学只形成学习记录，不是合格证。"
)


def signoff_xlsx(card: Card) -> bytes:
    """Return the sheets as workbook with one tab each."""
    widths = {"姓名": 12, "培训内容": 60, _KNOWS: 44, "收到的文件": 30}

    def columns(titles: tuple[str, ...]) -> tuple[Column, ...]:
        return tuple(Column(title, widths.get(title, 14)) for title in titles)

    return workbook(
        card,
        [
            Sheet("告知签收表", "岗位风险告知签收表", columns(_RECEIVED), _received(), (_told(card),)),
            Sheet("培训签到表", "培训签到表", columns(_TRAINED), _blank(len(_TRAINED)), ()),
            Sheet("三级教育登记卡", "三级安全教育登记卡", columns(_LEVELS), _levels(), (_RULE,)),
        ],
    )


def signoff_flow(card: Card) -> Flow:
    """Return the three sheets, each on its own page."""
    blocks: tuple[Block, ...] = (
        Heading("告知签收表"),
        Text(_told(card)),
        Items(_hazards(card)),
        Grid(_RECEIVED, (5, 10, 9, 22, 26, 11, 13), _received(), lines=2),
        PageBreak(),
        Heading("培训签到表"),
        Text(f"培训题目：{BLANK * 2}　培训人：{BLANK}　地点：{BLANK}　日期：{BLANK}　学时：{BLANK}"),
        Grid(_TRAINED, (6, 14, 12, 14, 20, 14, 20), _blank(len(_TRAINED)), lines=2),
        PageBreak(),
        Heading("三级安全教育登记卡"),
        Text(f"姓名：{BLANK}　性别：{BLANK}　出生年月：{BLANK}　入厂日期：{BLANK}　岗位：{card.post.name}"),
        Grid(_LEVELS, (8, 38, 8, 10, 13, 13, 10), _levels(), lines=5),
        Text(_RULE),
    )
    return flow(card, TITLE, blocks)


def _told(card: Card) -> str:
    told = f"已告知{card.post.name}岗位的较大危险因素 {len(card.entries)} 项、防范措施和应急措施"
    return f"{told}（文件 {card.document_number}）："


def _hazards(card: Card) -> tuple[str, ...]:
    """Return the hazards, each said once with the ids of all entries that say it."""
    found: dict[str, list[str]] = {}
    for entry in in_order(card):
        found.setdefault(f"{entry.location}：{''.join(entry.hazards)}", []).append(entry.id)
    return tuple(f"{text}（{'、'.join(ids)}）" for text, ids in found.items())


def _received() -> tuple[tuple[str, ...], ...]:
    return tuple((str(n), "", "", _HANDED, "", "", "") for n in range(1, _RECEIVED_ROWS + 1))


def _blank(width: int) -> tuple[tuple[str, ...], ...]:
    return tuple((str(n), *("",) * (width - 1)) for n in range(1, _ROWS + 1))


def _levels() -> tuple[tuple[str, ...], ...]:
    return tuple((level, contents, *("",) * 5) for level, contents in _CONTENTS)
