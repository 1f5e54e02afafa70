"""Pages that are neither article nor listing: a firewall's challenge, or 页面不存在 sent with status 200.

Only pages with hardly any text of their own come into question, so an article about such pages passes.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Literal

from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.texts import raw_text, texts_in

Kind = Literal["challenge", "soft_404"]

SMALL = 120
"""Elements up to which a page is looked at closely, whatever its title says."""
_SHORT = 400
"""Characters of visible text up to which a page holds nothing of its own."""
_PROSE = 3
"""Full stops from which visible text is prose."""
_CHALLENGE_WORDS = re.compile(
    r"访问验证|安全验证|滑动验证|滑块|人机验证|验证码|请完成验证|请开启JavaScript|请启用JavaScript|enable JavaScript|浏览器安全检查|"
    r"正在(?:进行)?(?:安全)?(?:验证|检查|检测)|访问(?:过于|太)频繁|您的(?:访问|请求)(?:已?被|存在|疑似|过于)|"
    r"Checking your browser|Just a moment|captcha|请求(?:已被)?拦截|网站防火墙|WAF",
    re.I,
)
_CHALLENGE_SCRIPT = re.compile(
    r"acw_sc__v|jsl_clearance|__jsl|\$_ts|_\$\w+\s*=|cf_chl|challenge-platform|yunsuo|safeline|TencentCaptcha|"
    r"document\.cookie\s*=[^;]{0,400}?|geetest|eval\(function\(p,a,c,k"
)
_GOES_ON = re.compile(
    r"location(?:\.href)?\s*(?:=|\.reload|\.replace|\.assign)|\.submit\(\)|\.reload\(|setTimeout|\$_ts|_\$\w+\s*="
)
_MISSING = re.compile(
    r"(?:404|页面|网页|文章|内容|信息|文件|资源|稿件|栏目|链接)[^。，]{0,12}?(?:不存在|找不到|未找到|没有找到|无法找到|已(?:被)?(?:删除|撤销|下线|移除|失效)|走丢|飞走)|"
    r"(?:找不到|未找到|没有找到|无法找到)[^。]{0,8}(?:页面|网页|内容|信息|文章|文件)|(?:不存在|已(?:被)?删除)的?(?:页面|网页|文章)|"
    r"404\s*(?:Not Found|Error|错误|页面|File)|Not Found|Page not found|HTTP\s*(?:Status|Error)?\s*404|^\s*404\s*$|"
    r"抱歉[^。]{0,20}(?:页面|访问|内容|网页|出错|丢失)",
    re.I,
)


def page_kind(document: Document) -> Kind | None:
    """What a page is instead of content; None for pages that may be an article or a listing."""
    title = document.head.title
    suspect = _MISSING.search(title) is not None or _CHALLENGE_WORDS.search(title) is not None
    if not suspect and sum(1 for _ in islice(document.root.iter(), SMALL + 1)) > SMALL:
        return None
    text = "".join(texts_in(document.body))
    visible = " ".join(text.split())
    if visible.count("。") >= _PROSE + 2 or len(visible) > _SHORT * (4 if suspect else 1):
        return None
    if _is_challenge(document, title, visible):
        return "challenge"
    return "soft_404" if _is_missing(title, visible) else None


def _is_challenge(document: Document, title: str, visible: str) -> bool:
    """A page of hardly anything but a script that sets a cookie and comes back, or the words of a check."""
    if len(visible) > _SHORT:
        return False
    words = _CHALLENGE_WORDS.search(title) or _CHALLENGE_WORDS.search(visible)
    if words and len(visible) <= 200 and not _has_articles(document):
        return True
    if len(visible) > 60:
        return False
    scripts = " ".join(raw_text(script) for script in document.root.iter("script"))
    return bool(_CHALLENGE_SCRIPT.search(scripts) and _GOES_ON.search(scripts))


def _is_missing(title: str, visible: str) -> bool:
    if visible.count("。") >= _PROSE:
        return False
    if _MISSING.search(title):
        return True
    return len(visible) <= _SHORT and _MISSING.search(visible) is not None


def _has_articles(document: Document) -> bool:
    """Whether the page links to several things with titles, as no challenge does."""
    return sum(1 for link in document.root.iter("a") if len((link.text or "").strip()) >= 7) >= 3
