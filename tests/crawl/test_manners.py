"""Who we say we are, and how fast we may go."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdmzt_crawler.crawl.manners import (
    check_contact,
    check_delay,
    config_files,
    configured_contact,
    is_private,
    user_agent,
)
from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.sites.loopback import is_loopback

REAL = "http://smzt.gd.gov.cn/"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", None, "localhost.cn", "127.0.0.1.cn", "10.0.0.1", "0.0.0.0", "smzt.gd.gov.cn"])
def test_not_loopback(host: str | None) -> None:
    assert not is_loopback(host)


def test_the_user_agent_is_honest() -> None:
    assert user_agent("a@b.cn").startswith("gdmzt_crawler/")
    assert user_agent("a@b.cn").endswith(" (+contact: a@b.cn)")
    assert "Mozilla" not in user_agent(None)


def test_a_real_host_needs_a_contact() -> None:
    with pytest.raises(UsageError, match=r"--contact .*GDMZT_CONTACT=.*gdmzt\.toml") as caught:
        check_contact(REAL, None)
    assert caught.value.exit_code == 2
    assert check_contact(REAL, "a@b.cn") == "a@b.cn"
    assert check_contact(REAL, "https://lab.example.edu.cn/crawler") is not None
    assert check_contact("http://127.0.0.1:8000/", None) is None


@pytest.mark.parametrize("contact", ["", "张三", "a@b", "a b@c.cn", "a@b.cn\r\nX: y", "a@b.cn)", "ftp://x.cn", "x.cn"])
def test_what_is_no_contact(contact: str) -> None:
    with pytest.raises(UsageError, match="no contact"):
        check_contact("http://127.0.0.1/", contact)


@pytest.mark.parametrize(
    "contact",
    [
        *(
            "you@example.org",
            "you@lab.EXAMPLE.com",
            "a@example.net.",
            "you@university.example",
            "a@b.invalid",
            "a@b.test",
        ),
        *("http://localhost/", "https://www.example.org:8080/me", "http://test/"),
    ],
)
def test_an_example_is_no_contact_at_a_real_host(contact: str) -> None:
    with pytest.raises(UsageError, match="nobody reads"):
        check_contact(REAL, contact)
    assert check_contact("http://127.0.0.1/", contact) == contact


@pytest.mark.parametrize("contact", ["a@example.edu.cn", "a@myexample.org", "a@test.cn", "http://x.cn/example.org"])
def test_a_contact_may_look_like_an_example(contact: str) -> None:
    assert check_contact(REAL, contact) == contact


def test_a_loopback_proxy_needs_no_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:8123")
    assert is_private(REAL)
    assert not is_private("https://drc.gd.gov.cn/")
    monkeypatch.setenv("http_proxy", "localhost:8123")
    assert is_private(REAL)
    monkeypatch.setenv("no_proxy", "smzt.gd.gov.cn")
    assert not is_private(REAL)
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", "http://proxy.example.cn:3128")
    assert not is_private(REAL)


@pytest.mark.parametrize("delay", [0.0, 0.99])
def test_a_real_host_is_not_asked_faster_than_once_a_second(delay: float, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"too fast for smzt\.gd\.gov\.cn"):
        check_delay(REAL, delay)
    assert check_delay("http://localhost/", delay) == delay
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:8123")
    assert check_delay(REAL, delay) == delay


@pytest.mark.parametrize("delay", [-1.0, float("nan"), float("inf"), 3601.0])
def test_what_is_no_delay(delay: float) -> None:
    with pytest.raises(UsageError, match="from 0 to 3600"):
        check_delay("http://127.0.0.1/", delay)


def test_the_contact_is_looked_for_in_the_environment_then_in_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {"HOME": str(tmp_path)}
    assert configured_contact(environment) is None
    far = tmp_path / ".config" / "gdmzt" / "config.toml"
    far.parent.mkdir(parents=True)
    far.write_text('contact = "far@example.cn"')
    assert configured_contact(environment) == "far@example.cn"
    (tmp_path / "gdmzt.toml").write_text('contact = " near@example.cn "')
    assert configured_contact(environment) == "near@example.cn"
    assert configured_contact({**environment, "GDMZT_CONTACT": "env@example.cn"}) == "env@example.cn"
    assert config_files({"XDG_CONFIG_HOME": "/c"})[1] == Path("/c/gdmzt/config.toml")


@pytest.mark.parametrize("text", ["contact = 1", "contakt = 'a@b.cn'", "contact = ", "\x00"])
def test_a_wrong_config_file_is_told(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gdmzt.toml").write_text(text)
    with pytest.raises(UsageError, match=r"gdmzt\.toml"):
        configured_contact({"HOME": str(tmp_path)})
