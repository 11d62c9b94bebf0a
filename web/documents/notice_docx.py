"""岗位风险告知卡 as a flow: the same content as the PDF, for enterprises that want to edit it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kb.model.card import Card
from web.documents.flow import Block, Flow, Grid, Heading, Items, Signs, Text, flow
from web.documents.notice import TITLE, notice_data
from web.documents.wording import BLANK


def notice_flow(card: Card) -> Flow:
    """Return the notice card as a flow of blocks, from the very data the PDF is printed from."""
    data = notice_data(card)
    blocks: list[Block] = [
        Text(f"风险等级：{data['risk']['name']}", boxed=True),
        Text(f"易发事故类型：{data['accidents']}"),
        Text(data["legend"]),
        Heading("较大危险因素与防范措施"),
    ]
    for number, entry in enumerate(data["entries"], start=1):
        blocks += [
            Heading(f"{number}　{entry['location']}", level=3),
            Text(f"较大危险因素：{''.join(entry['hazards'])}", bold=True, keep=True),
            Text(
                f"易发事故：{entry['accidents']}　可能后果：{entry['consequences']}　依据：{entry['basis']}", keep=True
            ),
            Grid(
                ("要求", "防范措施", "谁来做", "来源", "落实情况"),
                (7, 56, 14, 7, 12),
                tuple(
                    (line["strength"], line["full"], line["who"], line["origin"], line["state"])
                    for line in entry["lines"]
                ),
            ),
            *(Text(note, bold=True) for note in entry["notes"]),
        ]
    if data["rest"]:
        blocks.append(Text(data["rest"], bold=True))
    return replace(flow(card, TITLE, (*blocks, *_emergency(data), *_end(data))), logo=data["logo"]["svg"])


def _emergency(data: dict[str, Any]) -> list[Block]:
    blocks: list[Block] = [Heading("应急措施")]
    for scenario in data["scenarios"]:
        blocks += [
            Heading(scenario["title"], level=3),
            Text(f"先做：{scenario['first']}", bold=True),
            Items(tuple(map(_action, scenario["steps"])), numbered=True),
            Items(tuple(f"严禁：{_action(line)}" for line in scenario["never"])),
            *(
                Text(text)
                for text in (scenario["sources"] and f"来源：{scenario['sources']}。", scenario["omitted"])
                if text
            ),
        ]
    if not data["scenarios"]:
        blocks.append(Text(f"本岗位尚未对应应急处置，由企业按现场处置方案填写：{BLANK * 2}"))
    if data["confirmed"]:
        blocks.append(Text(data["confirmed"]))
    if data["other_scenarios"]:
        blocks.append(Text(f"另见应急处置卡：{data['other_scenarios']}。"))
    return [*blocks, Text(f"停止作业和撤离权：{data['right']}", boxed=True)]


def _end(data: dict[str, Any]) -> list[Block]:
    signs = tuple((sign["name"], sign["drawing"]["svg"]) for sign in data["signs"])
    return [
        Heading("劳动防护用品（参考配备）"),
        Items(tuple(data["protective"]) or (f"由企业按标准确定：{BLANK}",)),
        Heading("上岗资格"),
        Items(tuple(data["qualifications"]) or (f"由企业确定：{BLANK}",)),
        Heading("安全标志（按警告、禁止、指令、提示的顺序）"),
        Signs(signs) if signs else Text(data["sign_unknown"]),
        Heading("报告电话与责任人"),
        Grid(("对象", "姓名、电话"), (30, 70), tuple(map(tuple, data["phones"] + data["responsible"]))),
        Heading(f"依据及现行状态（截至 {data['as_of']}）"),
        Grid(("号", "文件", "状态"), (6, 40, 54), tuple(map(tuple, data["bases"]))),
    ]


def _action(line: dict[str, Any]) -> str:
    who = f"{line['who']}：" if line["who"] else ""
    return f"{who}{line['text']}{line['origin']}{''.join(line['marks'])}"
