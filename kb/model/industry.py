"""The six industries of the manual, by code and Chinese name."""

from __future__ import annotations

from kb.model.base import CodeName

INDUSTRIES: tuple[CodeName, ...] = (
    CodeName("metallurgy", "冶金"),
    CodeName("nonferrous", "有色"),
    CodeName("building_materials", "建材"),
    CodeName("machinery", "机械"),
    CodeName("light_industry", "轻工"),
    CodeName("textile", "纺织"),
)

_BY_KEY = {key: industry for industry in INDUSTRIES for key in (industry.code, industry.name, f"{industry.name}行业")}


def find_industry(key: str) -> CodeName | None:
    """Return the industry with this code or Chinese name (冶金, 冶金行业, metallurgy), or None."""
    return _BY_KEY.get(key.strip())
