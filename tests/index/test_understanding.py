"""What is meant is found, said, and never set above what was typed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index.backend import WhooshBackend
from index.builder import WhooshIndexBuilder
from index.pinyin import accent_key, loose, spell
from kb.model.search import SearchDocument, SearchQuery
from tests.index.test_search import holding, ids


@pytest.mark.parametrize(
    ("typed", "meant", "first"),
    [
        ("煤汽柜", "煤气柜", "metallurgy-02-001-1"),
        ("冲亚", "冲压", "machinery-01-002-1"),
        ("更换除尘滤代", "更换除尘滤袋", "metallurgy-02-002-1"),
        ("有线空间", "有限空间", "light_industry-01-001-1"),
        ("热风驴", "热风炉", "building_materials-01-001-1"),
        ("meiqigui", "煤气柜", "metallurgy-02-001-1"),
        ("re feng lu", "热风炉", "building_materials-01-001-1"),
        ("rfl", "热风炉", "building_materials-01-001-1"),
        ("luchenshi", "滤尘室", "textile-01-002-1"),
        ("hangche", "行车", "machinery-01-001-1"),
        ("煤气拒", "煤气柜", "metallurgy-02-001-1"),
        ("示例法28条", "示例法第二十八条", "law@2021-06-10:28"),
        ("示例法第29条", "示例法第二十九条", "law@2021-06-10:29"),
    ],
)
def test_a_slip_or_pinyin_finds_what_was_meant_and_says_so(
    backend: WhooshBackend, typed: str, meant: str, first: str
) -> None:
    page = backend.search(SearchQuery(text=typed))
    assert (page.suggestion, page.corrected) == (meant, True)
    assert ids(page)[0] == first
    assert not any(hit.exact for hit in page.hits)
    assert all("：" in hit.because[0] and meant.endswith(hit.because[0].split(" → ")[1]) for hit in page.hits)


@pytest.mark.parametrize("typed", ["煤汽柜", "meiqigui", "冲亚"])
def test_the_way_back_takes_the_words_as_typed(backend: WhooshBackend, typed: str) -> None:
    page = backend.search(SearchQuery(text=typed, literal=True))
    assert (page.total, page.suggestion, page.corrected) == (0, "", False)


@pytest.mark.parametrize("text", ["煤气柜", "热风炉", "GB 6222", "h2s", "除尘滤袋", "换除尘滤袋前先关什么", "铁沟烘干"])
def test_what_makes_sense_is_left_alone(backend: WhooshBackend, text: str) -> None:
    assert not backend.search(SearchQuery(text=text)).corrected


def test_synonyms_find_more_below_the_word_typed(backend: WhooshBackend, documents: list[SearchDocument]) -> None:
    page = backend.search(SearchQuery(text="天车"))
    literal = holding(documents, "天车")
    assert {hit.id for hit in page.hits if hit.exact} == literal
    softer = [hit for hit in page.hits if not hit.exact]
    assert all(any(r.startswith("同义词：天车 → ") for r in hit.because) for hit in softer)
    assert [hit.exact for hit in page.hits] == sorted((hit.exact for hit in page.hits), reverse=True)
    only = backend.search(SearchQuery(text="天车", literal=True))
    assert {hit.id for hit in only.hits} == literal


def test_a_synonym_counts_like_the_word_in_a_longer_query(backend: WhooshBackend) -> None:
    page = backend.search(SearchQuery(text="密闭空间 盲目施救"))
    assert ids(page)[0] == "light_industry-01-001-1"
    assert "同义词：密闭空间 → 有限空间" in page.hits[0].because


def test_reasons_name_the_fields(backend: WhooshBackend) -> None:
    hit = backend.search(SearchQuery(text="煤气柜")).hits[0]
    assert hit.because[0].startswith("原词：")
    assert "场所" in hit.because[0]


def test_what_is_not_found_offers_what_is_near(backend: WhooshBackend) -> None:
    page = backend.search(SearchQuery(text="煤气输送泵站"))
    nothing = backend.search(SearchQuery(text="煤柜间"))
    assert page.nearest == () or page.total == 0
    assert nothing.total > 0 or "煤气柜" in nothing.nearest
    assert backend.search(SearchQuery(text="量子计算")).total == 0


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [("煤气", "煤气柜"), ("气柜", "煤气柜"), ("meiq", "煤气柜"), ("mqg", "煤气柜"), ("MQ", "煤气柜"),
     ("煤qi", "煤气柜"), ("行", "行车"), ("hangc", "行车"), ("炉前闻", "炉前闻到煤气怎么办"), ("起重伤", "起重伤害"),
     ("tc", "天车工")],
)  # fmt: skip
def test_suggestions_by_characters_pinyin_and_initials(backend: WhooshBackend, prefix: str, expected: str) -> None:
    found = backend.suggest(prefix, 8)
    assert expected in [suggestion.text for suggestion in found]
    assert len(found) <= 8


def test_what_begins_as_typed_comes_first(backend: WhooshBackend) -> None:
    texts = [suggestion.text for suggestion in backend.suggest("煤气", 20)]
    begins = [text.startswith("煤气") for text in texts]
    assert begins == sorted(begins, reverse=True)


def test_a_whole_name_comes_before_longer_ones(backend: WhooshBackend) -> None:
    assert [backend.suggest(typed, 1)[0].text for typed in ("行车", "hangche", "mqg")] == ["行车", "行车", "煤气柜"]


@pytest.mark.parametrize("prefix", ["", " ", "\x00", "(" * 500, "*", "量子"])
def test_nothing_to_suggest_is_no_error(backend: WhooshBackend, prefix: str) -> None:
    assert backend.suggest(prefix) == ()


def test_the_trade_reads_its_own_way() -> None:
    readings = {"行车": "hang che", "自行车": "zi xing che"}
    assert spell("行车工", readings) == ("hang", "che", "gong")
    assert spell("自行车", readings) == ("zi", "xing", "che")
    assert spell("滤袋CO", {}) == ("lv", "dai", "C", "O")
    assert loose("zhongshang") == loose("zonsan")
    assert accent_key(("nang", "lv")) == accent_key(("lan", "lu"))


def test_the_version_names_everything_that_shapes_an_index() -> None:
    version = WhooshIndexBuilder().version
    for part in ("whoosh-reloaded=", "rjieba=", "pypinyin=", "opencc=", "k1=", "index="):
        assert part in version


def test_a_query_loads_neither_dictionary_nor_whoosh(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.backend import WhooshBackend; "
        "from kb.model.search import SearchQuery; backend = WhooshBackend.open(Path(sys.argv[1])); "
        "[backend.search(SearchQuery(text=t)) for t in ('煤气柜', 'meiqigui', '煤汽柜', '换滤袋先关什么')]; "
        "backend.suggest('mei'); print(sorted({'jieba', 'rjieba', 'whoosh', 'pypinyin', 'opencc'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
