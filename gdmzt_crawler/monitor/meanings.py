"""What the kinds of issues mean, and what may be done: a sentence each, in Chinese and English."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """Of one kind of issue."""

    text: str
    step: str | None = None
    """What to do; None where nothing need be done. `{url}` stands for the first example's address."""


_LATER = "多半会自行恢复，下次抓取会再试 mostly passes: the next run asks again."
_LOOK = "看看这一页 look at the page, `gdmzt extract --explain` 说明取舍 says what was found: {url}"
_DOUBT = "抽查几页的取舍 check some: `gdmzt extract --explain {url}`; 表 table `evidence`, agrees = 0."
_COLUMN = (
    "用浏览器打开；若有文章列表，改站点定义的 [listing]，若已停用，删去该栏目 open it in a browser: "
    "if it lists articles, mend [listing] in the site's definition; if it is closed, drop the column: {url}"
)
_BLOCKED = (
    "不要绕过：隔一天再试，加大 crawl.delay，或联系网站 do not work around it: try again in a day, raise crawl.delay, "
    "or write to the site's staff."
)
_OFTEN = "抓取要勤，别让新文章未见就挤出 crawl often enough that no article leaves the pages within reach unseen."
_NUMBERS = "与网站核对 [[columns]] 和 [expect] compare them with the site."
_FAULT = "程序的错，请附网址报告 a fault of this program, please report it with the address: {url}"
_CLEARED = "用浏览器核对：是网站清理，还是答错 check in a browser whether the site was cleared out or answers wrongly."
_LAYOUT = "版式可能变了，必要时改站点定义 the layout may have changed: `gdmzt extract --explain`, then the definition."
_BROWSER = "用浏览器打开核对 check it in a browser: {url}"

MEANINGS = {
    # A page did not come.
    "timeout": Meaning("超时 no answer in time", _LATER),
    "unreachable": Meaning("连接失败 the connection failed", _LATER),
    "truncated": Meaning("页面不完整 the answer broke off", _LATER),
    "unfinished": Meaning("页面没有结尾 the page ends in the middle", _LATER),
    "robots_unreachable": Meaning("robots.txt 暂不可用 cannot be read, so nothing was asked for", _LATER),
    "tls": Meaning("加密连接有问题 the certificate or the encryption fails", _BROWSER),
    "too_large": Meaning("页面太大 the page is too large"),
    "redirect_loop": Meaning("重定向过多 redirected too often"),
    "bad_redirect": Meaning("重定向地址有误 redirected to what is no address"),
    "given_up": Meaning("多次失败，不再尝试 failed too often and is not asked for any more", _BROWSER),
    "moved": Meaning("文章被转到另一篇 an article is sent on to another one"),
    "off_site": Meaning("被转到站外，未跟随 sent on to another site, not followed"),
    "disallowed": Meaning("robots.txt 禁止，已遵守 forbidden by robots.txt, which is obeyed"),
    "ignored": Meaning("请求未发出 the request was not sent"),
    # A page is not what was expected.
    "challenge": Meaning("验证页面 a challenge page: the site wants no programs", _BLOCKED),
    "soft_404": Meaning("状态 200 的“页面不存在” a page that says it does not exist"),
    "empty": Meaning("没有标题或正文 no title or no text", _LOOK),
    "navigation": Meaning("是导航页或列表页 a navigation page, no article"),
    "not_html": Meaning("不是网页 no HTML"),
    # The archive.
    "archive_healed": Meaning("存档末尾残缺，已截去 it ended inside a record: cut off and set aside"),
    "archive_taken_in": Meaning("存档中有未入库的响应，已补读 answers that a killed run had archived were taken in"),
    "archive_damaged": Meaning("存档记录读不出 a record of the archive cannot be read", "从备份恢复该文件 restore it."),
    "archive_incomplete": Meaning("304 所指的原文不在存档 a 304 whose page the archive does not have"),
    "reparse_unread": Meaning("重解析读不出，旧文保留 no article for the new version; the stored one stays", _LOOK),
    # A column.
    "capped": Meaning("翻页有上限，更早的够不着 paging is capped, older rows are out of reach", _OFTEN),
    "script_pager": Meaning("翻页靠脚本，只读首页 the pager needs a script: only the first page is read", _OFTEN),
    "pager_loop": Meaning("翻页兜圈 the pager does not end", _COLUMN),
    "empty_listing": Meaning("栏目没有列表项 a column without rows", _COLUMN),
    "many_vanished": Meaning("大半列表行消失 most rows of a column are gone", _COLUMN),
    "no_link": Meaning("列表行没有可用链接 rows without a usable link"),
    # A field.
    "bad_date": Meaning("日期无法识别 a date that cannot be read", _LOOK),
    "bad_count": Meaning("阅读次数无法识别 a view count that cannot be read", _LOOK),
    "bad_source": Meaning("来源无法识别 a source that is none", _LOOK),
    "view_count_fell": Meaning("阅读次数变少，照记 a view count fell; it is kept as read"),
    "quarantined": Meaning("重读内容不可信，未采用 a reading that is not to be believed; what was stored stays", _LOOK),
    "disagreement": Meaning("独立的证据不一致 independent evidences disagree", _DOUBT),
    "cut": Meaning("嵌套过深，部分未读 nested too deep: part of the page was not read", _LOOK),
    # The run as a whole.
    "few_articles": Meaning("文章总数低于预期 fewer articles than the definition expects", _NUMBERS),
    "all_failed": Meaning("没有一篇成功 not one article could be stored", _NUMBERS),
    "many_rejected": Meaning("过半页面不是文章 most of the pages asked for are no articles", _NUMBERS),
    "many_failed": Meaning("过半页面没有取到 most of the pages asked for did not come", _LATER),
    "many_withdrawn": Meaning("撤稿异常多 unusually many articles were found gone", _CLEARED),
    "many_quarantined": Meaning("不可信的内容异常多 unusually many readings are not to be believed", _LAYOUT),
    "internal": Meaning("程序出错 a fault of this program", _FAULT),
}
_STATUS = re.compile(r"http_([1-5])\d\d")
_OF_STATUS = {
    "3": Meaning("重定向无目的地 a redirect that leads nowhere"),
    "4": Meaning("网站答没有或拒绝 the site answers that there is no such page, or refuses it"),
    "5": Meaning("网站出错 an error of the site", _LATER),
}
_UNKNOWN = Meaning("见 issues 表 see the table `issues`")


def meaning(kind: str) -> Meaning:
    """What issues of this kind mean."""
    if found := _STATUS.fullmatch(kind):
        return _OF_STATUS.get(found[1], _UNKNOWN)
    return MEANINGS.get(kind, _UNKNOWN)
