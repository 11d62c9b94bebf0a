"""Pinyin: how words are spelt when an index is built, and how loosely spellings are compared when it is searched."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

_CONFUSED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("lv", "lu"), ("nv", "nu"))


def domain_readings(own: Mapping[str, str]) -> dict[str, str]:
    """Return the readings of readings.txt with those of the lexicon over them."""
    lines = Path(__file__).with_name("readings.txt").read_text(encoding="utf-8").splitlines()
    kept = dict(line.split(" ", 1) for line in lines if line and not line.startswith("#"))
    return {**kept, **own}


def spell(word: str, readings: Mapping[str, str]) -> tuple[str, ...]:
    """Return a syllable (no tone, ü as v) for every character of `word`; letters and figures stand for themselves.

    `readings` holds the domain's own for words and parts of words (行车: hang che).
    """
    syllables = [_reading(word)[place] for place in range(len(word))]
    for part in sorted((part for part in readings if part in word), key=len):
        own = readings[part].replace("ü", "v").split()
        for match in re.finditer(re.escape(part), word):
            syllables[match.start() : match.end()] = own
    return tuple(syllables)


@functools.lru_cache(maxsize=1)
def _reading(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # here, for it takes 250 ms and only a build spells words

    return tuple(lazy_pinyin(word, errors=_letters, v_to_u=False))  # type: ignore[arg-type]  # lists too


def _letters(text: str) -> list[str]:
    """Return what has no pinyin character by character."""
    return list(text)


def readings_of(characters: Iterable[str]) -> dict[str, str]:
    """Return every reading of each Chinese character, without tones, separated by spaces, the usual one first."""
    from pypinyin import Style, pinyin

    found = {c: pinyin(c, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False) for c in characters}
    return {c: " ".join(dict.fromkeys(readings[0])) for c, readings in found.items() if readings}


def common_characters() -> list[str]:
    """Return the 6,763 Chinese characters of GB 2312: what people type, right or wrong."""
    found = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return [char for code in found if (char := code.decode("gb2312", errors="ignore"))]


def loose(letters: str) -> str:
    """Return one key for spellings that quick typing and accents confuse: zh/z, ch/c, sh/s, ng/n, ü/u."""
    for written, compared in _CONFUSED:
        letters = letters.replace(written, compared)
    return letters


def accent_key(syllables: Sequence[str]) -> str:
    """Return one key for what sounds alike: as `loose`, and n and l at the beginning of a syllable the same."""
    return "".join("l" + s[1:] if s.startswith("n") else s for s in map(loose, syllables))
