"""作者 and 责任编辑: names as printed, without their label."""

from __future__ import annotations

import re

from .labels import cut_value, fold_label, spaced

_LONGEST = 60
_ROLES = spaced(
    "作者 本文作者 撰文 撰稿 撰稿人 文字 编辑 责任编辑 责编 本文责编 网站编辑 编辑人 录入 录入人 审核 审核人 校对 初审 "
    "终审 发布人 发布者"
)
_ROLE = re.compile(rf"^[(\[【<\s]*(?:(?:{_ROLES}|文)\s?[:/丨|]\s?|(?:{_ROLES})\s)")


def clean_person(raw: str | None) -> str | None:
    """The name or names behind an author's or editor's label; None for none and for more than 60 characters."""
    if not raw:
        return None
    value = cut_value(_ROLE.sub("", fold_label(raw[:1000]), count=1))
    return value if value is not None and len(value) <= _LONGEST else None
