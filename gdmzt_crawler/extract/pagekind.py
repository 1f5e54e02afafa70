"""Pages that are neither article nor listing: a firewall's challenge, or 页面不存在 sent with status 200.

Only pages with hardly any text of their own come into question, so an article about such pages passes.
"""

from __future__ import annotations

import re
from typing import Literal

from lxml import etree

from gdmzt_crawler.extract.document import Document
from gdmzt_crawler.extract.texts import raw_text, text_of, texts_in

Kind = Literal["challenge", "soft_404"]
WORDS: dict[Kind, str] = {
    "challenge": "防火墙的验证页面 the page is a challenge of a firewall",
    "soft_404": "页面自称不存在 the page says that nothing is there (soft 404)",
}
"""What to tell of each."""

SMALL = 120
"""Elements up to which a page is looked at closely, whatever its title says."""
_LARGE = etree.XPath(f"boolean(descendant::*[{SMALL}])")
"""Whether an element holds so many: told without an object for each."""
_LITTLE = 400
"""Characters outside links up to which a page says hardly anything."""
_TITLE = 200
"""Characters of a title that are looked at: such pages have short ones, and patterns over a long one are slow."""
_SENTENCES = 3
"""Full stops up to which that is no prose."""
_CHECK = re.compile(
    r"(?:访问|安全|滑动|人机|身份|智能)验证|滑块|验证码|浏览器安全检查|网站防火墙|(?:请求|访问)(?:已)?被(?:拦截|阻断|拒绝|禁止)|"
    r"请(?:先)?(?:完成|通过|进行)(?:安全|人机|滑动)?验证|请(?:开启|启用|打开)(?:浏览器的?)?\s?JavaScript|访问(?:过于|太)?频繁|"
    r"正在(?:进行)?(?:安全)?(?:验证|检查|检测)|您的(?:访问|请求|IP)(?:已被|存在|疑似|过于)|"
    r"enable JavaScript|Checking your browser|Just a moment|captcha|Access Denied|Request (?:blocked|rejected)",
    re.I,
)
_TRICK = re.compile(
    r"acw_sc__v|jsl_clearance|__jsl|\$_ts|cf_chl|challenge-platform|yunsuo|safeline|TencentCaptcha|geetest|"
    r"document\.cookie\s*=|eval\(function\(p,a,c,k|_\$[0-9a-zA-Z]{1,4}\s*="
)
_COMES_BACK = re.compile(r"location|\.submit\(\)|reload\(|setTimeout|\$_ts|_\$[0-9a-zA-Z]{1,4}\s*=|appendChild")
_THING = r"(?:页面?|网页|文章|内容|信息|文件|资源|稿件|栏目|链接|地址|记录|数据)"
_GONE = (
    r"(?:不存在|找不到|未找到|没找到|没有找到|无法找到|无法访问|无法显示|走丢|丢失|飞走|"
    r"已(?:经)?(?:被)?(?:删除|撤销|撤下|下线|下架|移除|失效|转移))"
)
_MISSING = re.compile(
    rf"{_THING}[^。，,!！]{{0,12}}?{_GONE}|{_GONE}[^。，,!！]{{0,8}}?{_THING}|^\W*(?:HTTP\s*)?(?:错误|Error)?\W*404\W*$|"
    r"404\s*[-—:：|]?\s*(?:Not Found|Error|错误|页面|File|找不到|出错)|(?:Error|错误(?:代码)?|Status)\s*[:：]?\s*404|"
    r"(?:Page|File|Resource)\s+(?:was\s+)?not\s+found|^\W*Not Found\W*$|"
    r"(?:抱歉|对不起|很遗憾)[^。]{0,24}(?:页面|网页|出错|丢失)",
    re.I,
)
_NOTICE = re.compile(r"关于.{4,}(?:通知|公告|公示|通报|说明|启事|声明|决定|通告|函)")
"""Titles of official documents: no error page has such a one."""
_CAUSES = re.compile(
    "验证|滑块|检查|检测|防火墙|拦截|阻断|拒绝|禁止|javascript|频繁|您的|checking|moment|captcha|denied|blocked|rejected|404|found"
    "|不存在|找不到|找到|无法|走丢|丢失|飞走|删除|撤销|撤下|下线|下架|移除|失效|转移|抱歉|对不起|遗憾"
)
"""Words one of which every such title holds."""


def page_kind(document: Document) -> Kind | None:
    """What a page is instead of content, told by its title and, on small pages, by its text; None for any other page.

    Cheap: the text of a page of usual size is not read unless its title gives cause.
    """
    if not has_suspect_title(document.head.title) and _LARGE(document.root):
        return None
    return _kind(document)


def has_suspect_title(title: str) -> bool:
    """Whether a page's title alone gives cause to look closer."""
    title = title[:_TITLE]
    return _CAUSES.search(title.lower()) is not None and (_MISSING.search(title) or _CHECK.search(title)) is not None


def thorough_kind(document: Document) -> Kind | None:
    """As `page_kind`, and reads the text of any page: for pages on which nothing was found."""
    return _kind(document)


def _kind(document: Document) -> Kind | None:
    title = document.head.title[:_TITLE]
    said = _own_text(document)
    if said.count("。") > _SENTENCES or len(said) > _LITTLE:
        return None
    if _is_challenge(document, title, said):
        return "challenge"
    if _MISSING.search(title):
        # a notice that something cannot be reached is an article
        return None if _NOTICE.search(title) else "soft_404"
    return "soft_404" if _MISSING.search(said) else None


def _own_text(document: Document) -> str:
    """Visible text outside links, white space collapsed."""
    text = " ".join("".join(texts_in(document.body)).split())
    if not _LITTLE // 4 < len(text) <= _LITTLE * 10:
        return text
    for link in document.body.iter("a", "option"):
        linked = text_of(link)
        if linked:
            text = text.replace(linked, "", 1)
    return text


def _is_challenge(document: Document, title: str, said: str) -> bool:
    """The words of a check and nothing to read, or nothing at all but a script that sets a cookie and comes back."""
    if _CHECK.search(title) or _CHECK.search(said):
        return len(said) <= _LITTLE // 2 and not _has_titles(document)
    if len(said) > 60 or _has_titles(document):
        return False
    scripts = " ".join(raw_text(script) for script in document.root.iter("script"))
    return _TRICK.search(scripts) is not None and _COMES_BACK.search(scripts) is not None


def _has_titles(document: Document) -> bool:
    """Whether the page links to several things with titles, as no challenge does."""
    return sum(1 for link in document.root.iter("a") if len((link.text or "").strip()) >= 7) >= 3
