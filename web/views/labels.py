"""The Chinese words pages use for coded values the domain leaves unnamed; a test checks that every code has one."""

from __future__ import annotations

LOCATION_KINDS = {"site": "场所", "equipment": "设备", "operation": "作业", "management": "管理"}

CERTAINTY_MEANINGS = {
    "read_in_text": "我们在该文件的文本里读到。",
    "third_party": "别人整理的资料这样写，我们没有读到文件本身。",
    "general_knowledge": "业内一般这样说，没有对过文本。",
    "general_practice": "行业通用做法，没有文件条款；须有实名审核人确认后才印到卡片上。",
    "unverified": "还没有核实，不要据此执法或定责。",
}

DUTIES = {
    "enterprise": "生产经营单位",
    "employer_head": "主要负责人",
    "safety_staff": "安全管理人员",
    "worker": "从业人员",
    "authority": "监管部门",
    "third_party": "第三方机构",
    "everyone": "各方",
    "none": "不设义务（总则、定义、施行日期等）",
}
"""Whose duty a clause is."""

FACETS = {
    "kind": "类别",
    "industry": "行业",
    "accident_type": "事故类型",
    "chapter": "章、文件",
    "post": "岗位",
    "document": "依据文件",
    "regulation_kind": "文件种类",
    "status": "效力（今天）",
    "year": "版本年份",
}
"""Fields to filter by, in the order shown."""

SIGN_KINDS = {"warning": "警告", "prohibition": "禁止", "mandatory": "指令", "safe_condition": "提示"}
"""Kinds of safety signs."""

COMMON_INDUSTRY = "各行业通用"
"""Name for posts whose industry is `all`."""

ERRATUM_FIELDS = {
    "location": "场所",
    "hazard": "危险因素",
    "accident_types": "事故类型",
    "measures": "防范措施",
    "legal_basis": "依据",
}
