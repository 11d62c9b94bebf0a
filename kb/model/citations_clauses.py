"""Clause numbers in one writing: 第三十八条第二款第（一）项 → 38.2.1, 第6.1.7/6.2.4条 → 6.1.7 and 6.2.4."""

from __future__ import annotations

import re

from kb.model.numerals import to_chinese, to_int

_DOTTED = re.compile(r"(?:[A-Z]\.?)?\d+(?:\.\d+)*")
_RANGE_MARK = re.compile(r"(?:至|~|-)\s*第?\s*$")


def clause_list(text: str) -> list[str]:
    """Return the clauses a list names, ranges as `a~b`; `text` is levelled."""
    clauses: list[str] = []
    at = 0
    for match in _DOTTED.finditer(text):
        if clauses and _RANGE_MARK.search(text[at : match.start()]):
            clauses.append(f"{clauses.pop()}~{match.group()}")
        else:
            clauses.append(match.group())
        at = match.end()
    return clauses


def article_clauses(match: re.Match[str], before: list[str]) -> list[str]:
    """Return the clause an article, paragraph or item token names; a lone 款 or 项 belongs to the clause before.

    A place that is not named is 0 inside a number (第三十八条第一项 → 38.0.1) and left out at its end.
    """
    part = match.groupdict()
    item = _number(part.get("item") or part.get("item2") or part.get("item3"))
    paragraph = _number(part.get("paragraph"))
    if part.get("article"):
        article = f"{_number(part['article'])}" + (f"-{_number(part['sub'])}" if part.get("sub") else "")
        return [_joined(article, paragraph, item)]
    last = before[-1].split("~")[-1].split(".") if before else [""]
    if paragraph is None and len(last) > 1:
        paragraph = int(last[1]) or None
    return [_joined(last[0], paragraph, item)]


def _number(text: str | None) -> int | None:
    return to_int(text) if text else None


def _joined(article: str, paragraph: int | None, item: int | None) -> str:
    if item is not None:
        return f"{article}.{paragraph or 0}.{item}"
    return f"{article}.{paragraph}" if paragraph is not None else article


def clause_label(clause: str, *, articles: bool) -> str:
    """Return a clause as people read it: 第三十八条第二款第（一）项 for laws (`articles`), 6.1.7 for standards."""
    if "~" in clause:
        return "至".join(clause_label(c, articles=articles) for c in clause.split("~"))
    numbers = re.fullmatch(r"(\d+)(?:-(\d+))?(?:\.(\d+))?(?:\.(\d+))?", clause)
    if not articles or not numbers or not int(numbers[1]):
        return clause
    article, sub, paragraph, item = (int(n) if n else 0 for n in numbers.groups())
    label = f"第{to_chinese(article)}条" + (f"之{to_chinese(sub)}" if sub else "")
    label += f"第{to_chinese(paragraph)}款" if paragraph else ""
    return label + (f"第（{to_chinese(item)}）项" if item else "")
