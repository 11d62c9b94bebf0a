"""The forms a citation takes, each pattern with the examples it must match and those it must not."""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.model.numerals import NUMERAL

_CN = f"[{NUMERAL}]"
_NUM = rf"(?:{_CN}{{1,9}}|\d{{1,4}})"
_DOTTED = r"(?:[A-Z]\.?)?\d{1,4}(?:\.\d{1,3}){0,5}"
_SERIES = (
    "GBZ|GBJ|GB|AQ|HG|JBJ|JB|JC|JGJ|JJG|JT|QB|LS|SBJ|SB|SY|SH|DL|YBJ|YB|YSJ|YS|YY|GA|XF|LD|LY|FZ|CJJ|CJ|TB|MT|HJ|NB|"
    r"WB|NY|CECS|DB\d{2}|ISO|IEC|Q(?=\d{4}\b)"
)
_ISSUERS = (
    "中华人民共和国主席|国家主席|主席|中华人民共和国国务院|国务院|国家安全生产监督管理总局|国家安全监管总局|安全监管总局|安监总局|总局|"
    "中华人民共和国应急管理部|应急管理部|应急部|中华人民共和国公安部|公安部|中国气象局|国家质量监督检验检疫总局|国家质检总局|质检总局|"
    "国家市场监督管理总局|市场监管总局|北京市人民政府|北京市政府|建设部|劳动部|卫生部|国家卫生健康委员会"
)
_AGENCIES = (
    r"(?:京)?安监(?:总|发|管|局)?[\u4e00-\u9fff]{0,4}|应急厅?[\u4e00-\u9fff]{0,4}|建[市质标法][\u4e00-\u9fff]{0,2}|国办?[发函]|"
    r"安委办?[明电函]*|财[资企建][\u4e00-\u9fff]{0,2}|质检特?[\u4e00-\u9fff]{1,3}|国质检[\u4e00-\u9fff]{1,2}|京[政应]办?[发急][\u4e00-\u9fff]{0,2}|"
    r"公消|公通字|卫[监法][\u4e00-\u9fff]{0,2}|人社部发|工信部[\u4e00-\u9fff]{1,3}|发改[\u4e00-\u9fff]{1,3}|劳部发|劳锅字|劳安锅字"
)


class Pattern(NamedTuple):
    """A token of a citation: its name, expression, and examples that match in full (`yes`) or do not (`no`)."""

    name: str
    regex: re.Pattern[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "quoted_title",
        re.compile(r"《(?P<title>[^《》]{2,80}?)(?:》|(?=\((?:[A-Z]{2,5}[/ ]?T? ?\d)))"),
        ("《炼铁安全规程》", "《防雷减灾管理办法(修订)》", "《关于修改<安全生产法>的决定》"),
        ("炼铁安全规程", "《", "《法", "《》"),
    ),
    Pattern(
        "technical_code",
        re.compile(r"(?<![A-Za-z])TSG ?(?P<serial>[A-Z]{0,2} ?\d{2,4})(?: ?- ?(?P<year>(?:19|20)\d{2}))?"),
        ("TSG Q0002", "TSGR5002", "TSG 08-2017", "TSG 21-2016", "TSGG0001", "TSGQ 5001", "TSG ZF001-2006"),
        ("GB 6222", "TSG", "TSGQ"),
    ),
    Pattern(
        "standard_number",
        re.compile(
            rf"(?<![A-Za-z])(?P<series>{_SERIES})(?P<t> ?[/_]? ?[TZ](?= ?\d))? ?[/_]?"
            r"(?P<serial>\d{1,6}(?:\.\d{1,2})?)"
            r"(?! ?[A-Za-z])(?: ?- ?(?P<year>(?:19|20)\d{2}|\d{2}(?!\d)))?"
        ),
        (
            "GB 6222",
            "GB45067",
            "GB/T 45067",
            "GB/T29522",
            "GBT 33000-2016",
            "JBT7688.5",
            "DB33T707",
            "DB11/1014",
            "DB33/T 707",
            "AQ2002",
            "AQ/T 7009",
            "CECS166",
            "SBJ04",
            "LS1206",
            "HG30010",
            "JC/T910",
            "GBZ/T205",
            "GB 50016-2014",
            "GB_T 13861-2022",
            "GB50084-96",
            "Q7002",
            "GB 39800.1-2020",
        ),
        ("TSG R0002", "ABGB 1", "GB", "59号", "第591令"),
    ),
    Pattern(
        "order",
        re.compile(
            rf"(?:(?P<issuer>{_ISSUERS}) ?令{{1,2}} ?(?:\((?:20|19)\d{{2}}\))? ?第? ?(?P<n1>{_NUM}) ?号"
            rf"|(?P<issuer2>{_ISSUERS}) ?第? ?(?P<n2>{_NUM}) ?号? ?令"
            rf"|(?<![\u4e00-\u9fff])令 ?第? ?(?P<n3>{_NUM})(?! ?条)(?: ?号(?!令))?"
            rf"|第? ?(?P<n4>{_NUM}) ?号令)"
        ),
        (
            "国家安全生产监督管理总局令第59号",
            "国家安全生产监督管理总局令令第59号",
            "国务院第591令",
            "国务院令第549号",
            "主席令第4号",
            "公安部令第6号",
            "中国气象局令第24号",
            "令91",
            "令第91号",
            "91号令",
            "北京市人民政府令第285号",
            "应急管理部令第10号",
            "安监总局令第26号",
            "公安部第61号令",
        ),
        ("命令", "第59号", "号令", "安监总管四[2010]125号"),
    ),
    Pattern(
        "document_number",
        re.compile(
            rf"(?P<series>{_AGENCIES}) ?[\[(] ?(?P<year>(?:19|20)\d{{2}}) ?[\])] ?第? ?(?P<serial>\d{{1,4}}) ?号"
        ),
        ("安监总管四[2010]125号", "安监总厅安健[2015]124号", "建市[2007]72号", "京安监发[2016]18号", "国发(2010)23号"),
        ("[2010]125号", "安监总管四125号", "国务院令第549号"),
    ),
    Pattern(
        "article",
        re.compile(
            rf"第 ?(?P<article>{_NUM}) ?条(?:之(?P<sub>{_CN}{{1,2}}))?(?: ?第 ?(?P<paragraph>{_NUM}) ?款)?"
            rf"(?: ?第? ?[(]?(?P<item>{_NUM})[)]? ?项)?(?!件|例|约|款)"
        ),
        (
            "第三十八条第二款第(一)项",
            "第一百一十四条",
            "第十八条之一",
            "第64条",
            "第六十四条第2款",
            "第〇条",
            "第一百○四条",
            "第三十八条第五项",
            "第九条(三)项",
        ),
        ("第三章", "三十八条件", "第6.1.7条", "第三十八"),
    ),
    Pattern(
        "clause",
        re.compile(
            rf"第 ?{_DOTTED}条?(?: ?[/、,;和及与至~-] ?第? ?{_DOTTED}(?!\d|[ \u4e00-\u9fff]*部分)条?)*"
            r"(?:条|(?=[^\d号款项章节部册卷届次]|$))"
        ),
        (
            "第6.1.7条",
            "第6.6、7.3条",
            "第6.1.7/6.2.4条",
            "第B.2条",
            "第4.2.35.1",
            "第130/131条",
            "第5.1.3.2至5.1.3.6条",
            "第4.1.3条、第4.3/4.4条",
            "第6、7条",
        ),
        ("第三十八条", "第59号", "6.1.7", "第6部分", "第2款"),
    ),
    Pattern(
        "bare_article",
        re.compile(rf"(?<![\d.{NUMERAL}第])(?P<article>{_NUM}) ?条(?!件|例|约|款)(?:第? ?(?P<paragraph>{_NUM}) ?款)?"),
        ("28条", "三十八条", "64条第2款"),
        ("第28条", "28条件", "28"),
    ),
    Pattern(
        "sub",
        re.compile(
            rf"第 ?(?P<paragraph>{_NUM}) ?款(?: ?第? ?[(]?(?P<item>{_NUM})[)]? ?项)?|第? ?[(](?P<item2>{_NUM})[)] ?项"
            rf"|第 ?(?P<item3>{_NUM}) ?项"
        ),
        ("第二款", "第二款第(一)项", "第(七)项", "第三项", "第2款", "(二)项"),
        ("第三条", "款", "第七项目录"),
    ),
    Pattern(
        "relative",
        re.compile(
            r"(?P<back>本法|本条例|本规定|本办法|本规程|本规范|本标准|本细则|本规则|该法|该条例|该规定|该办法|该规程|该规范|该标准|该规则|同法|"
            r"本条|同条|该条|前条|前款|本款|前两款|前二款|前三款|前项|前两项)(?!件|例的)"
        ),
        ("本法", "前款", "同条", "前两款", "本条例", "该办法"),
        ("法", "以前款项", "本条件"),
    ),
    Pattern(
        "not_a_citation",
        re.compile(
            r"[^《》]{0,20}事故(?:多发|易发|频发)(?:[,、]正在制定相应的?标准|[,、]参照[^《》]{1,30})?|正在制定相应的?标准"
        ),
        ("事故多发", "事故易发", "事故多发,正在制定相应的标准", "正在制定相应标准", "行业事故频发,参照国外标准"),
        ("事故", "制定标准", "《事故报告》"),
    ),
)
"""In the order they are tried; a text part taken by one pattern is not offered to the next."""

BY_NAME: dict[str, Pattern] = {p.name: p for p in PATTERNS}

UNQUOTED_TITLE = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9+()、·]{2,40}?(?:规范|规程|标准|规定|办法|条例|法|通则|总则|导则|要求|条件|指南|准则|规则|细则|标志)$"
)
"""A title without its marks, standing right before a number in brackets."""
