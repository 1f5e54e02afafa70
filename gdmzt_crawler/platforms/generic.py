"""Any government site: no rule of its own, so that every field is found by evidence; URLs by their usual forms."""

from __future__ import annotations

import re

from gdmzt_crawler.platforms.base import Platform

GENERIC = Platform(
    name="generic",
    # t20230617_123.html (TRS), art_123_456.html (大汉), 1234.htm (博达), 2023-06/17/content_123.htm, <uuid>.shtml
    article_url=re.compile(
        r"/(?!(?:m?index|list|default|node|channel|col)[^/]*$)[^/]*\d{3,}[^/]*\.(?:s?html?|jhtml|aspx?|jspx?|php)$",
        re.I,
    ),
    column_of=re.compile(r"^(?P<column>/(?:[^/]+/)*?)(?:(?:content|\d{4}-?\d{2}|\d{4}|\d{6,8}|\d{1,2}|art)/)*[^/]*$"),
)
