"""The words the rules turn on: bans, duties, advice, comparators, masks, directions, forbidden slang."""

from __future__ import annotations

import re

BAN = re.compile(r"严禁|禁止|不准|不得|不应|不许|切勿|不可(?!靠|避|燃|逆|见|抗)|不允许")
"""Words of prohibition, in the manual and in our lines (rule 1)."""

SOFT_BAN = re.compile(r"不能|不要|别(?=[一-鿿])(?!墅|人|的)")
DUTY = re.compile(r"应|必须|须|要|方可|方能|才能|才可|只准|只能|只可|不少于|不低于")
ADVICE = re.compile(r"(?<![适便权时])宜|建议")
ADVICE_OFFICIAL = re.compile(r"(?<![适便权时事])宜(?!于)")
PERMISSION = re.compile(r"可")
WEAK = re.compile(r"不要|尽量|最好|尽可能|注意")
"""Words that turn a duty or ban into advice (rule 1)."""

SLANG = re.compile(r"随手|凑合|马上|附近|一会儿")
"""Words too loose for an instruction (rule 14)."""

ONLY_IF = re.compile(r"方可|方能|才能|才可|才准|只有|后才|之后再")
"""“Only then” in the manual and the ways to say it (rule 2)."""

OBJECT_WORDS = (
    "上风", "下风", "正压", "负压", "侧身", "正对",
    "自下而上", "自上而下", "从上而下", "从下而上", "由上而下", "由下而上",
    "顺时针", "逆时针", "内侧", "外侧", "进口", "出口", "入口", "高位", "低位", "常开", "常闭", "下方", "上方", "背风",
)  # fmt: skip
"""Words that carry the direction or side; what the manual says of them must be said (rule 7)."""

DIRECTION_TWINS = {
    "从上而下": "自上而下", "由上而下": "自上而下", "从上到下": "自上而下", "从下而上": "自下而上",
    "由下而上": "自下而上", "从下到上": "自下而上", "由上至下": "自上而下", "从上往下": "自上而下",
}  # fmt: skip

ACTS = (
    "焊", "气割", "点火", "点燃", "动火", "加水", "浇水", "洒水", "喷水", "抢修", "敲击", "明火",
)  # fmt: skip
"""Acts that must not be introduced by rewriting (rule 8)."""

EXTINGUISHERS = ("用水", "泡沫", "干粉", "二氧化碳灭火", "干砂", "消防砂", "蒸汽灭火")
"""Extinguishing means: only as the row names them (rule 11)."""

MASKS = (
    "空气呼吸器", "氧气呼吸器", "长管呼吸器", "隔离式呼吸器", "隔绝式呼吸器", "防毒面具", "防毒面罩", "防毒口罩",
    "防尘口罩", "口罩", "面具", "呼吸器",
)  # fmt: skip
"""Respirators by kind: the row's kind is the line's kind (rule 12)."""
