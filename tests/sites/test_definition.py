"""Site definitions: what a file may say, and that every fault in it is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import SHIPPED

from gdmzt_crawler.errors import DefinitionError, UnknownSite
from gdmzt_crawler.sites.definition import (
    definition_files,
    definition_for_host,
    load_definition,
    load_definitions,
    load_file,
)

SOUND = """
key = "x"
name = "示例市民政局"
home_url = "http://www.example.gov.cn/"
platform = "nfcms"
site_id_code = "4400000000"

[crawl]
delay = 2
start = ["/", "/mzzx/index.html"]
discover = ["/mzzx/"]
exclude = ["/zwgk/zfcg/"]

[[columns]]
path = "/mzzx/mzyw/"
name = "要闻"

[listing]
rows = ["ul.list > li"]
date = ["span"]
next = ["div.page > a:last-child"]
page_cap = 20

[article]
title = ["h1"]
body = ["div#zoomcon"]

[source_aliases]
"本网站" = "本局"
"本局" = "示例市民政局"
"本　 站" = "本局"

[expect]
min_articles = 3
"""

WRONG = """
key = "X y"
name = " "
home_url = "ftp://u:p@x.cn/"
platform = "typo3"
site_id_code = 2024-01-01
enabled = "yes"
colour = 1
columns = [1, {path = "a"}, {path = "/a"}, {path = "/a/../b/"}, {path = "/a/content/"}, {path = "/c/"}, {path = "/c/"}, {}]
crawl = {delay = -0.5, start = [], discover = "/", exclude = ["/c/", 7, "c"], full_every = 0, dealy = 1}
listing = {rows = ["li["], page_cap = true}
article = []
revisit = {policy = [{until = 7, every = 1}, {until = 7}]}
source_aliases = {a = "b", b = "a", c = 1}
expect = {min_articles = 2.5}
"""
CHINESE, ENGLISH = re.compile("[一-鿿]"), re.compile("[A-Za-z]{2}")


def faults_of(error: DefinitionError) -> list[str]:
    return [line[4:] for line in error.message.splitlines() if line.startswith("  - ")]


def words_of(fault: str) -> str:
    """What is said of a key, without its name and what stands there."""
    said = re.sub(r" \(现为 is .*\)$", "", fault.partition(": ")[2])
    return re.sub(r"'[^']*'", "", said)


def write(tmp_path: Path, text: str, name: str = "x") -> Path:
    path = tmp_path / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sound_definition_is_read_whole(tmp_path: Path) -> None:
    site = load_file(write(tmp_path, SOUND))
    assert (site.key, site.name, site.host, site.scheme) == ("x", "示例市民政局", "www.example.gov.cn", "http")
    assert site.site_id_code == "4400000000"
    assert (site.crawl.delay, site.crawl.start) == (2.0, ("/", "/mzzx/index.html"))
    assert [(column.path, column.name) for column in site.columns] == [("/mzzx/mzyw/", "要闻")]
    assert site.listing.rows == ("ul.list > li",)
    assert site.listing.page_cap == 20
    assert site.article.body == ("div#zoomcon",)
    assert site.expect.min_articles == 3
    assert site.enabled


def test_aliases_resolve_to_the_end_of_their_chain(tmp_path: Path) -> None:
    site = load_file(write(tmp_path, SOUND))
    assert site.canonical_source("本网站") == "示例市民政局"
    assert site.canonical_source("本 站") == "示例市民政局"
    assert site.canonical_source("南方日报") is None
    assert site.canonical_source(None) is None


def test_the_least_definition_has_decent_defaults(tmp_path: Path) -> None:
    text = 'key = "x"\nname = "示例"\nhome_url = "https://x.gov.cn/"\nplatform = "generic"\n'
    site = load_file(write(tmp_path, text))
    assert site.crawl.delay == 1.5
    assert site.crawl.start == ("/",)
    assert not site.crawl.discovers("/a/")


def test_a_definition_that_leads_nowhere_is_a_fault(tmp_path: Path) -> None:
    text = 'key = "x"\nname = "示例"\nhome_url = "https://x.gov.cn/"\nplatform = "generic"\n[crawl]\nstart = []\n'
    with pytest.raises(DefinitionError, match="there is nothing to walk"):
        load_file(write(tmp_path, text))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('key = "x"', 'key = "y"'), "key: 须与文件名相同 must be the name of the file, 'x' (现为 is 'y')"),
        (
            ('key = "x"', 'key = "X y"'),
            "key: 须以小写字母开头，只含小写字母、数字、- 和 _，至多 32 个 must be small letters",
        ),
        (('key = "x"', ""), "key: 缺少 is missing"),
        (('name = "示例市民政局"', 'name = " "'), "name: 不能为空 must not be empty"),
        (("http://www", "ftp://www"), "home_url: 须以 http:// 或 https:// 开头 must begin with http:// or https://"),
        (("http://www.example.gov.cn/", "http://"), "home_url: 须有主机名 must name a host"),
        (("http://www.example.gov.cn/", "http://a b/"), "home_url: 须有主机名 must name a host"),
        (
            ("http://www.example.gov.cn/", "http://u:p@example.cn/"),
            "home_url: 不能含用户名或密码 must not hold a user name",
        ),
        (
            ("http://www.example.gov.cn/", "http://example.cn/?a=1"),
            "home_url: 须以首页路径的斜杠结尾 must end with the slash",
        ),
        (("http://www.example.gov.cn/", "http://example.cn:99999/"), "home_url: 须为网址 must be a URL"),
        (("http://www.example.gov.cn/", "http://[::1/"), "home_url: 须为网址 must be a URL"),
        (('"nfcms"', '"nfcmz"'), "platform: 须为其中之一 must be one of nfcms, generic (现为 is 'nfcmz')"),
        (('"4400000000"', "4400000000"), "site_id_code: 须为文字 must be text (现为 is 4400000000)"),
        (("delay = 2", "delay = 0.5"), "crawl.delay: 非本机不得小于 1 秒 must be at least 1 second"),
        (("delay = 2", "delay = -1"), "crawl.delay: 须为 0 到 3600 秒 must be a number of seconds"),
        (("delay = 2", "delay = true"), "crawl.delay: 须为数字 must be a number (现为 is true)"),
        (("delay = 2", 'delay = "2"'), "crawl.delay: 须为数字 must be a number (现为 is '2')"),
        (
            ('start = ["/"', 'start = ["mzzx"'),
            "crawl.start[1]: 须为以一个斜杠开头的路径 must be a path beginning with one slash",
        ),
        (
            ('start = ["/"', 'start = ["//other.cn/"'),
            "crawl.start[1]: 须为以一个斜杠开头的路径 must be a path beginning with one slash",
        ),
        (('discover = ["/mzzx/"]', 'discover = ["/mzzx"]'), "crawl.discover[1]: 须以斜杠结尾 must end with a slash"),
        (('discover = ["/mzzx/"]', 'discover = "/mzzx/"'), "crawl.discover: 须为列表 must be a list"),
        (('discover = ["/mzzx/"]', 'discover = ["/a/", 7]'), "crawl.discover[2]: 须为文字 must be a text (现为 is 7)"),
        (('discover = ["/mzzx/"]', 'discover = ["/a/", "/a/"]'), "crawl.discover[2]: 重复 stands here twice"),
        (
            ('discover = ["/mzzx/"]', 'discover = ["/a/../b/"]'),
            "crawl.discover[1]: 路径不能含空白、点段、? # 或双斜杠 must be a plain path",
        ),
        (("delay = 2", "dealy = 2"), "crawl.dealy: 未知的键 unknown key"),
        (
            ('exclude = ["/zwgk/zfcg/"]', 'exclude = ["/mzzx/mzyw/"]'),
            "columns[1].path: 被 crawl.exclude 排除 is excluded by crawl.exclude",
        ),
        (
            ('exclude = ["/zwgk/zfcg/"]', 'exclude = ["/mzzx/"]'),
            "crawl.start: 被 crawl.exclude 排除 is excluded by crawl.exclude: /mzzx/index.html",
        ),
        (('path = "/mzzx/mzyw/"', 'path = "/mzzx/mzyw"'), "columns[1].path: 须以斜杠结尾 must end with a slash"),
        (
            ('path = "/mzzx/mzyw/"', 'path = "/mzzx/content/"'),
            "columns[1].path: 是文章目录，不是栏目 is a folder of articles",
        ),
        (('path = "/mzzx/mzyw/"', 'pth = "/mzzx/mzyw/"'), "columns[1].path: 缺少 is missing"),
        (('path = "/mzzx/mzyw/"', 'pth = "/mzzx/mzyw/"'), "columns[1].pth: 未知的键 unknown key"),
        (("[listing]", '[[columns]]\npath = "/mzzx/mzyw/"\n[listing]'), "columns[2].path: 重复 stands here twice"),
        (("[listing]", "[[columns]]\n[listing]"), "columns[2].path: 缺少 is missing"),
        (('["ul.list > li"]', '["ul.list > > li"]'), "listing.rows[1]: 不是 CSS 选择器 is no CSS selector"),
        (('["ul.list > li"]', '["ul:nosuch(li)"]'), "listing.rows[1]: 不是 CSS 选择器 is no CSS selector"),
        (("page_cap = 20", "page_cap = 0"), "listing.page_cap: 不得小于 1 must be at least 1 (现为 is 0)"),
        (("page_cap = 20", "page_cap = 2.5"), "listing.page_cap: 须为整数 must be a whole number"),
        (('body = ["div#zoomcon"]', 'body = ["div["]'), "article.body[1]: 不是 CSS 选择器 is no CSS selector"),
        (('body = ["div#zoomcon"]', 'boddy = ["div"]'), "article.boddy: 未知的键 unknown key"),
        (('"本局" = "示例市民政局"', '"本局" = "本网站"'), 'source_aliases."本网站": 别名循环 goes round in a circle'),
        (('"本局" = "示例市民政局"', '"本局" = "本局"'), 'source_aliases."本局": 别名循环 goes round in a circle'),
        (('"本局" = "示例市民政局"', '"本局" = 1'), "source_aliases.本局: 须为文字 must be text (现为 is 1)"),
        (("min_articles = 3", "min_articles = -3"), "expect.min_articles: 不得小于 0 must be at least 0"),
        (
            ('name = "示例市民政局"', 'name = "示例市民政局"\nenabled = "yes"'),
            "enabled: 须为 true 或 false must be true or false",
        ),
        (('name = "示例市民政局"', 'name = "示例市民政局"\ncolour = 1'), "colour: 未知的键 unknown key"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    assert change[0] in SOUND
    with pytest.raises(DefinitionError) as caught:
        load_file(write(tmp_path, SOUND.replace(*change, 1)))
    assert fault in caught.value.message
    assert "x.toml" in caught.value.message
    assert caught.value.exit_code == 2
    for each in faults_of(caught.value):
        assert CHINESE.search(words_of(each)), each
        assert ENGLISH.search(words_of(each)), each


def test_every_fault_is_told_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as caught:
        load_file(write(tmp_path, WRONG))
    faults = faults_of(caught.value)
    assert caught.value.message.splitlines()[0].startswith(f"站点定义有 {len(faults)} 处错误")
    assert len(faults) == len(set(faults)) == 32, "\n".join(faults)
    for fault in faults:
        words = words_of(fault)
        chinese, english = CHINESE.search(words), ENGLISH.search(words)
        assert chinese, fault
        assert english, fault
    # what stands there is shown as TOML has it
    assert "columns[7].path: 重复 stands here twice: /c/" in faults
    assert any(fault.startswith("crawl.exclude[3]: ") for fault in faults)
    assert "site_id_code: 须为文字 must be text (现为 is 2024-01-01)" in faults
    assert "listing.page_cap: 须为整数 must be a whole number (现为 is true)" in faults


def test_all_faults_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    text = SOUND.replace('"nfcms"', '"typo3"').replace("delay = 2", "delay = 0.1").replace("[expect]", "[expects]")
    with pytest.raises(DefinitionError) as caught:
        load_file(write(tmp_path, text))
    assert [fault.split(":")[0] for fault in faults_of(caught.value)] == ["expects", "platform", "crawl.delay"]
    assert "3 处错误" in caught.value.message


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b'key = "x', "不是 TOML is no TOML"),
        (b'key = "x"\nkey = "x"', "不是 TOML is no TOML"),
        ('name = "示例"'.encode("gb18030"), "不是 UTF-8 is not UTF-8: 第 "),
        (b"x = " + b"[" * 5000 + b"]" * 5000, "嵌套过深 nested too deeply"),
        (b"x = " + b"9" * 5000, "不是站点定义 is no definition"),
        (SOUND.replace("http://www.example.gov.cn/", "http://[::1/").encode(), "IPv6"),
    ],
)
def test_a_file_that_is_no_toml_is_one_fault(tmp_path: Path, data: bytes, fault: str) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(data)
    with pytest.raises(DefinitionError, match="1 处错误 1 fault") as caught:
        load_file(path)
    assert fault in caught.value.message
    assert all(CHINESE.search(each) for each in faults_of(caught.value))


def test_a_short_delay_is_fine_on_this_machine(tmp_path: Path) -> None:
    text = SOUND.replace("www.example.gov.cn", "127.0.0.1:8123").replace("delay = 2", "delay = 0")
    assert load_file(write(tmp_path, text)).crawl.delay == 0


def test_shipped_definitions_are_sound() -> None:
    assert [file.error for file in definition_files() if file.error] == []
    assert {site.key for site in load_definitions()} == SHIPPED
    schemes = {site.key: (site.scheme, site.host) for site in load_definitions()}
    assert (
        schemes.items()
        >= {
            "drc": ("https", "drc.gd.gov.cn"),
            "gdjyj": ("http", "gdjyj.gd.gov.cn"),
            "gdmzt": ("http", "smzt.gd.gov.cn"),
            "qb": ("http", "www.qb.gd.gov.cn"),
        }.items()
    )
    assert all(site.crawl.delay >= 1 for site in load_definitions())


def test_the_first_target_walks_what_is_known_of_it() -> None:
    site = load_definition("gdmzt")
    assert [column.path for column in site.columns] == ["/mzzx/mzyw/", "/mzzx/qgmz/", "/zwgk/tzgg/"]
    assert site.crawl.discovers("/mzzx/jcdt/")
    assert not site.crawl.discovers("/zwgk/zcfg/")


def test_an_unknown_site_is_told_with_what_there_is() -> None:
    with pytest.raises(UnknownSite) as caught:
        load_definition("gdmz")
    assert "did you mean gdmzt?" in caught.value.message
    assert ", ".join(sorted(SHIPPED)) in caught.value.message


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("smzt.gd.gov.cn", "gdmzt"),
        ("SMZT.gd.gov.cn.", "gdmzt"),
        ("qb.gd.gov.cn", "qb"),
        ("m.qb.gd.gov.cn", "qb"),
        ("gd.gov.cn", None),
        ("xsmzt.gd.gov.cn", None),
        ("", None),
        (None, None),
    ],
)
def test_definition_for_host(host: str | None, key: str | None) -> None:
    found = definition_for_host(host)
    assert (found.key if found else None) == key


def test_a_folder_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, SOUND)
    write(tmp_path, SOUND.replace('key = "x"', 'key = "broken"').replace('"nfcms"', '"?"'), "broken")
    ours = SOUND.replace('key = "x"', 'key = "gdmzt"').replace("www.example.gov.cn", "smzt.gd.gov.cn")
    write(tmp_path, ours, "gdmzt")
    monkeypatch.setenv("GDMZT_SITES", str(tmp_path))
    assert load_definition("x").origin == tmp_path / "x.toml"
    assert load_definition("gdmzt").name == "示例市民政局"
    assert load_definition("qb").host == "www.qb.gd.gov.cn"
    with pytest.raises(DefinitionError, match=r"broken\.toml"):
        load_definition("broken")
    assert {site.key for site in load_definitions()} == {*SHIPPED, "x"}


def test_one_host_belongs_to_one_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, SOUND.replace("www.example.gov.cn", "smzt.gd.gov.cn"))
    monkeypatch.setenv("GDMZT_SITES", str(tmp_path))
    with pytest.raises(DefinitionError, match="belongs to the site gdmzt already"):
        load_definition("x")


def test_a_missing_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GDMZT_SITES", str(tmp_path / "nowhere"))
    with pytest.raises(DefinitionError, match="no such folder"):
        load_definition("gdmzt")


def test_the_digest_is_of_what_is_said(tmp_path: Path) -> None:
    plain = load_file(write(tmp_path, SOUND)).digest
    assert load_file(write(tmp_path, "# a comment\n" + SOUND)).digest == plain
    assert load_file(write(tmp_path, SOUND.replace('"h1"', '"h2"'))).digest != plain
    assert len(plain) == 8


def test_own_addresses(tmp_path: Path) -> None:
    site = load_file(write(tmp_path, SOUND))
    own = (
        "http://www.example.gov.cn/a",
        "https://www.example.gov.cn:443/",
        "http://example.gov.cn/x",
        "HTTP://WWW.EXAMPLE.GOV.CN/",
    )
    assert all(site.is_own(url) for url in own)
    foreign = (
        "http://example.gov.cn.evil.com/",
        "http://www.example.gov.cn:8080/",
        "mailto:a@example.gov.cn",
        "/a",
        "",
    )
    assert not any(site.is_own(url) for url in foreign)


def test_revisits_have_defaults_and_can_be_set(tmp_path: Path) -> None:
    plain = load_file(write(tmp_path, SOUND))
    assert [(band.until, band.every) for band in plain.revisit.policy] == [(7, 1), (60, 7), (365, 30)]
    assert (plain.revisit.budget, plain.crawl.full_every) == (1000, 7)
    more = "full_every = 14\n[revisit]\nbudget = 0\npolicy = [{ until = 30, every = 2 }, { until = 90, every = 10 }]\n"
    given = load_file(write(tmp_path, SOUND.replace("[[columns]]", f"{more}[[columns]]")))
    assert [(band.until, band.every) for band in given.revisit.policy] == [(30, 2), (90, 10)]
    assert (given.revisit.budget, given.crawl.full_every) == (0, 14)
    assert given.digest == plain.digest, "it says nothing about how pages are read"
    never = load_file(write(tmp_path, SOUND + "[revisit]\npolicy = []\n"))
    assert never.revisit.policy == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[revisit]\nevery = 1\n", "revisit.every: 未知的键 unknown key"),
        ("[revisit]\nbudget = -1\n", "revisit.budget: 不得小于 0 must be at least 0"),
        ("[revisit]\npolicy = [7, 1]\n", r"revisit.policy\[1\]: 须为表 must be a table"),
        ("[revisit]\npolicy = [{ until = 7 }]\n", r"revisit.policy\[1\].every: 缺少 is missing"),
        (
            "[revisit]\npolicy = [{ until = 7, every = 0 }]\n",
            r"revisit.policy\[1\].every: 不得小于 1 must be at least 1",
        ),
        (
            "[revisit]\npolicy = [{ until = 7, every = 1 }, { until = 7, every = 2 }]\n",
            r"revisit.policy\[2\].until: 须大于前一档的 7 must be more than the 7 before it",
        ),
    ],
)
def test_faults_of_a_revisit_policy_are_named(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(DefinitionError, match=fault):
        load_file(write(tmp_path, SOUND + text))
