"""The annex's rows, and the annex as a PDF with text (through typst, in the project's own font)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).resolve().parents[2] / "web" / "documents" / "fonts"
NAME = "样例公司危险因素清单.pdf"
ROWS: tuple[dict[str, Any], ...] = (
    {
        "no": "1", "place": "炉顶", "hazard": "炉顶放散阀点检平台护栏松动。", "accidents": ["高处坠落"],
        "measures": ["（1）登平台前应系好安全带。", "（2）护栏松动未修复前严禁登平台。"],
        "basis": "《炼铁安全规程》（AQ 2002）",
    },
    {
        "no": "2", "place": "污泥压滤间", "hazard": "压滤机开板时挤手，滤布冲洗水溅出。",
        "accidents": ["机械伤害", "其他伤害"],
        "measures": ["（1）开板时手不得伸入滤板之间。", "（2）冲洗前应停机挂牌。", "（3）地面水应及时清扫。"],
        "basis": "",
    },
    {
        "no": "3", "place": "乙炔汇流排间", "hazard": "汇流排接头漏气，遇火花闪爆。", "accidents": ["其他爆炸", "火灾"],
        "measures": ["（1）每班用肥皂水检查接头。", "（2）间内禁止动火和使用非防爆电器。"],
        "basis": "《安全生产法》第三十五条",
    },
)  # fmt: skip


def print_annex(target: Path, a_page: int = 20) -> Path:
    """Print the annex with so many rows a page into the file `target` and return it."""
    typst.compile(
        str(Path(__file__).with_name("annex.typ")),
        output=str(target),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"rows": json.dumps(ROWS, ensure_ascii=False), "most": str(a_page), "font": "Hazardkb Sans SC"},
    )
    return target
