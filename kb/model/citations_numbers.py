"""Document numbers in one writing: GBT 33000, JBT7688.5, 令第59号, 安监总管四[2010]125号."""

from __future__ import annotations

import re

from kb.model.citations_types import Number
from kb.model.numerals import to_int

NUMBER_TOKENS = frozenset({"standard_number", "technical_code", "order", "document_number"})
"""Patterns of the table that yield a document number."""

_ISSUERS = {
    "中华人民共和国主席": "主席", "国家主席": "主席", "中华人民共和国国务院": "国务院",
    "国家安全监管总局": "国家安全生产监督管理总局", "安全监管总局": "国家安全生产监督管理总局",
    "安监总局": "国家安全生产监督管理总局", "总局": "国家安全生产监督管理总局",
    "中华人民共和国应急管理部": "应急管理部", "应急部": "应急管理部", "中华人民共和国公安部": "公安部",
    "国家质检总局": "国家质量监督检验检疫总局", "质检总局": "国家质量监督检验检疫总局",
    "市场监管总局": "国家市场监督管理总局", "北京市政府": "北京市人民政府",
}  # fmt: skip


def read_number(pattern: str, match: re.Match[str]) -> Number:
    """Return the number a match of this pattern of the table stands for."""
    if pattern == "standard_number":
        mark = (match["t"] or "").strip(" /_")
        return _standard(f"{match['series']}/{mark}" if mark else match["series"], match["serial"], match["year"] or "")
    if pattern == "technical_code":
        return Number(series="TSG", serial=match["serial"].replace(" ", ""), year=match["year"] or "")
    if pattern == "document_number":
        return Number(series=match["series"], serial=match["serial"], year=match["year"])
    return _order(match.groupdict())


def _standard(series: str, serial: str, year: str) -> Number:
    if len(year) == 2:
        year = f"19{year}"
    base, _, part = serial.partition(".")
    base = base.lstrip("0") or "0"
    return Number(series=series, serial=f"{base}.{part}" if part else base, year=year)


def _order(part: dict[str, str | None]) -> Number:
    issuer = part["issuer"] or part["issuer2"] or ""
    numeral = part["n1"] or part["n2"] or part["n3"] or part["n4"] or ""
    value = to_int(numeral)
    return Number(series=f"{_ISSUERS.get(issuer, issuer)}令", serial=str(value) if value is not None else numeral)
