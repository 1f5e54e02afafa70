"""Challenge pages and soft 404s, and what must not be taken for one."""

from __future__ import annotations

import pytest
from listing_pages import FOOTER, HEADER, URL, page, read, rows

from gdmzt_crawler.errors import NotAListing
from gdmzt_crawler.extract.document import Document, parse_document
from gdmzt_crawler.extract.pagekind import page_kind, thorough_kind


def kind(html: str) -> str | None:
    return page_kind(parse_document(html, URL))


CHALLENGES = {
    "cookie and reload": "<html><head><script>document.cookie='__jsl_clearance=169|0|ab;Max-age=3600';"
    "location.href=location.pathname+location.search;</script></head><body></body></html>",
    "acw_sc__v2": "<html><script>var arg1='0F3A';function reload(x){document.cookie='acw_sc__v2='+x+';';"
    "document.location.reload();}</script></html>",
    "$_ts": '<!DOCTYPE html><html><head><meta content="x" id="m"><script>$_ts=window["$_ts"];if(!$_ts)$_ts={};'
    '$_ts.nsd=1;</script><script src="/a.js"></script></head><body><form action="" method="post"></form></body></html>',
    "short names": "<html><head><script>var _$a=1,_$bc=2;_$a=function(){};setTimeout(_$a,3)</script></head><body></body></html>",
    "slider": "<html><head><title>滑动验证页面</title></head><body><div id='c'><p>请按住滑块，拖动到最右边</p></div></body></html>",
    "visit check": "<html><head><title>访问验证</title></head><body><p>为了保证网站正常访问，请完成安全验证。</p><img src='/c.png'></body></html>",
    "captcha": "<html><head><title>示例县民政局</title></head><body><form><p>请输入验证码后继续访问</p><input name='c'></form></body></html>",
    "blocked": "<html><head><title>网站防火墙</title></head><body><p>您的请求存在异常，访问已被拦截。</p></body></html>",
    "cloudflare": "<html><head><title>Just a moment...</title></head><body><div>Checking your browser</div></body></html>",
}


@pytest.mark.parametrize("name", CHALLENGES)
def test_challenges(name: str) -> None:
    assert kind(CHALLENGES[name]) == "challenge"


MISSING = {
    "bare": "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><hr>nginx</body></html>",
    "number": "<html><head><title>404</title></head><body><img src='404.png'></body></html>",
    "words": "<html><head><title>示例县民政局</title></head><body><p>您访问的页面不存在</p><a href='/'>返回首页</a></body></html>",
    "sorry": "<html><head><title>出错了</title></head><body><p>抱歉，您要查看的页面已被删除或暂时无法访问。</p></body></html>",
    "not found": "<html><head><title>错误</title></head><body><p>找不到该网页，请检查地址。</p></body></html>",
    "deleted": "<html><head><title>提示信息</title></head><body><div>该信息已删除！</div></body></html>",
    "script goes home": "<html><head><title>页面不存在</title><script>setTimeout(function(){location.href='/'},3000)</script></head>"
    "<body><p>3秒后返回首页</p></body></html>",
    "title in a whole site": page(
        "<div class='err'><p>您访问的页面找不到了</p></div>", title="404错误页面 - 示例县民政局"
    ),
}


@pytest.mark.parametrize("name", MISSING)
def test_soft_404(name: str) -> None:
    assert kind(MISSING[name]) == "soft_404"


def whole_site(inner: str) -> Document:
    menu = "".join(f"<li><a href='/c{n}/'>栏目名称{n}</a></li>" for n in range(150))
    html = f"<html><head><title>示例县民政局</title></head><body>{HEADER}<ul>{menu}</ul>{inner}{FOOTER}</body></html>"
    return parse_document(html, URL)


def test_a_soft_404_in_the_frame_of_the_site_is_found_by_the_thorough_look() -> None:
    document = whole_site("<div>抱歉，您访问的内容已被删除。</div>")
    assert page_kind(document) is None
    assert thorough_kind(document) == "soft_404"
    assert thorough_kind(whole_site("<div>关于我们</div>")) is None


PROSE = "".join(f"<p>第{n}条　各地要认真落实有关规定，切实加强组织领导，确保各项工作落到实处。</p>" for n in range(6))
ARTICLES = {
    "mentions it": f"<html><head><title>关于网站改版的公告</title></head><body><h1>关于网站改版的公告</h1>{PROSE}"
    "<p>改版期间，如遇页面不存在，请联系管理员。</p></body></html>",
    "has it in its title": f"<html><head><title>网页找不到了怎么办</title></head><body><h1>网页找不到了怎么办</h1>{PROSE}</body></html>",
    "speaks of captchas": f"<html><head><title>12345热线验证码短信诈骗提醒</title></head><body>{PROSE}</body></html>",
    "short notice": "<html><head><title>停电公告</title></head><body><h1>停电公告</h1><p>因线路检修，我局明日停电。</p></body></html>",
    "short notice of what is missing": "<html><head><title>关于部分页面无法访问的公告</title></head><body>"
    "<h1>关于部分页面无法访问的公告</h1><p>因机房检修，本网站部分页面今晚无法访问，敬请谅解。</p></body></html>",
    "cookie script beside text": f"<html><head><script>document.cookie='a=1';location.hash</script></head><body>{PROSE}</body></html>",
    "image only": "<html><head><title>一图读懂政策</title></head><body><h1>一图读懂政策</h1><img src='1.jpg'></body></html>",
}


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_pass(name: str) -> None:
    document = parse_document(ARTICLES[name], URL)
    assert page_kind(document) is None
    assert thorough_kind(document) is None


def test_listings_pass() -> None:
    listed = "<ul>" + rows('<li><a href="p{n}.html">{title}</a>{date}</li>') + "</ul>"
    assert kind(page(listed)) is None
    assert kind(page(listed + "<div>验证码</div>")) is None
    assert read(listed).rows


@pytest.mark.parametrize(("html", "wanted"), [(CHALLENGES["slider"], "challenge"), (MISSING["words"], "soft_404")])
def test_listings_are_refused_with_the_kind(html: str, wanted: str) -> None:
    from gdmzt_crawler.extract.listing import extract_listing

    with pytest.raises(NotAListing) as error:
        extract_listing(parse_document(html, URL))
    assert error.value.kind == wanted
    assert error.value.url == URL
