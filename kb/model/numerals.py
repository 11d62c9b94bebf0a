"""Chinese and Arabic numerals of articles and years: 第一百一十四条, 二〇一四, １４ and back."""

from __future__ import annotations

import unicodedata

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NAMES = "零一二三四五六七八九"

NUMERAL = "〇○零一二三四五六七八九十百千两"
"""Every character a Chinese numeral below ten thousand is written with, for use in a character class."""


def to_int(text: str) -> int | None:
    """Return the value of a numeral written in Chinese or Arabic digits of any width, or None when it is none.

    Knows units (一百一十四), leading ten (十四), zeros in any writing (一百〇四) and digit by digit (二〇一四).
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.isascii():
        return int(plain) if plain.isdigit() else None
    if not plain or any(c not in NUMERAL for c in plain):
        return None
    return _with_units(plain) if any(c in _UNITS for c in plain) else _digit_by_digit(plain)


def _digit_by_digit(text: str) -> int:
    return int("".join(str(_DIGITS[c]) for c in text))


def _with_units(text: str) -> int | None:
    total, digit, last_unit = 0, None, 10_000
    for position, char in enumerate(text):
        unit = _UNITS.get(char)
        if unit is None:
            if digit:
                return None
            digit = _DIGITS[char]
        elif unit >= last_unit or (not digit and not (unit == 10 and (position == 0 or digit == 0))):
            return None
        else:
            total, digit, last_unit = total + unit * (digit or 1), None, unit
    return total + (digit or 0)


def to_chinese(number: int) -> str:
    """Return 1 … 9999 as laws write it: 14 → 十四, 104 → 一百零四; raises ValueError outside that range."""
    if not 0 < number < 10_000:
        raise ValueError(f"条号应在 1 到 9999 之间，现为 {number}。")
    text, pending_zero = "", False
    for unit_name, unit in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // unit % 10
        if not digit:
            pending_zero = bool(text)
            continue
        text += ("零" if pending_zero else "") + _NAMES[digit] + unit_name
        pending_zero = False
    return text.removeprefix("一") if 10 <= number < 20 else text
