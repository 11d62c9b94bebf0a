"""A made-up list of 300 hazards as a Word file: merged cells, automatic numbers, sections, many pages."""

from __future__ import annotations

import random

from tests.ingest.office.docx_xml import cell, docx, numbered, numbering, paragraph, row, run, table

TITLES = ("序号", "场所/环节/部位", "较大危险因素", "易发生的事故类型", "主要防范措施", "依据")
WIDTHS = (800, 2200, 3200, 1900, 5000, 2300)
PLACES = ("料仓", "皮带廊", "除尘器", "退火炉", "酸洗槽", "空压站", "配电间", "行车", "打包机", "化验室")
PARTS = ("检修口", "平台", "传动侧", "地坑", "阀组", "操作位")
FAULTS = ("护栏松动", "联锁被短接", "气体在低处积聚", "防护罩拆除后未装回", "接地线断开", "液位计失灵", "盖板缺失")
RESULTS = ("有人靠近时会受伤", "人员进入后缺氧", "遇明火闪爆", "起动时卷入肢体", "漏电伤人")
ACCIDENTS = ("机械伤害", "中毒和窒息", "火灾", "触电", "高处坠落", "其他爆炸")
DUTIES = (
    "每班开机前查看并记录",
    "挂牌上锁后再进入",
    "通风后测氧，合格才能作业",
    "专人监护，保持联系",
    "损坏的当天换新",
    "压力不超过0.8MPa",
)
BASES = ("《示范机械安全规则》（GB/T 99001）", "《示范受限空间规定》（AQ 9902）", "《示范用电规程》（GB 99003）")
ORDINAL, MEASURE = 1, 2
MEASURE_LISTS = 100


class _Maker:
    def __init__(self, rows: int, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - content, not secrecy
        self.left = rows
        self.lists = {ORDINAL: ORDINAL}

    def place(self, number: int) -> list[str]:
        """The rows of one place: number and name merged over its hazards, the basis over two of them at times."""
        count = min(self.random.randint(1, 4), self.left)
        self.left -= count
        name = f"{self.random.choice(PLACES)}{number}号{self.random.choice(PARTS)}"
        one_basis = self.random.random() < 0.3
        return [self._row(index, count, name, one_basis=one_basis) for index in range(count)]

    def _row(self, index: int, count: int, name: str, *, one_basis: bool) -> str:
        merge = "" if count == 1 else "continue" if index else "restart"
        first = paragraph("", numbered(ORDINAL)) if not index else ""
        accidents = self.random.sample(ACCIDENTS, self.random.randint(1, 2))
        fault = f"{self.random.choice(FAULTS)}，{self.random.choice(RESULTS)}。"
        return row(
            cell(first, merge=merge, width=WIDTHS[0]),
            cell(name if not index else "", merge=merge, width=WIDTHS[1]),
            cell(fault, width=WIDTHS[2]),
            cell(*accidents, width=WIDTHS[3]),
            cell(*self._measures(), width=WIDTHS[4]),
            cell(
                *(self.random.sample(BASES, self.random.randint(1, 2)) if not (one_basis and index) else [""]),
                merge=merge if one_basis else "",
                width=WIDTHS[5],
            ),
        )

    def _measures(self) -> list[str]:
        number = MEASURE_LISTS + len(self.lists)
        self.lists[number] = MEASURE
        texts = self.random.sample(DUTIES, self.random.randint(2, 4))
        small = run("，面积不大于3m") + run("2", '<w:vertAlign w:val="superscript"/>') + run("。")
        return [
            *(paragraph(run(text + "；"), numbered(number)) for text in texts[:-1]),
            paragraph(run(texts[-1]) + small, numbered(number)),
        ]


def long_table(rows: int = 300, seed: int = 8) -> bytes:
    """The Word file of so many rows in two chapters with sections."""
    maker = _Maker(rows, seed)
    header = row(
        *(cell(title, width=width) for title, width in zip(TITLES, WIDTHS, strict=True)), properties="<w:tblHeader/>"
    )
    blocks, number = [paragraph("示范公司危险因素清单")], 0
    for chapter, share in (("一、示范一车间", rows // 2), ("二、示范二车间", 0)):
        lines, section = [header], 0
        while maker.left > share:
            if number % 15 == 0:
                section += 1
                lines.append(row(cell(f"（{'一二三四五六七八九十'[section - 1]}）示范工段", span=6, width=sum(WIDTHS))))
            number += 1
            lines += maker.place(number)
        blocks += [paragraph(chapter), table(*lines, widths=WIDTHS)]
    lists = numbering({ORDINAL: "decimal:%1", MEASURE: "decimal:（%1）"}, maker.lists, set(maker.lists) - {ORDINAL})
    return docx(*blocks, lists=lists)
