"""How we behave at other people's hosts: who we say we are, and how fast we may go."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from gdmzt_crawler.errors import UsageError
from gdmzt_crawler.sites.loopback import is_loopback
from gdmzt_crawler.sites.validation import LEAST_DELAY
from gdmzt_crawler.version import __version__

PRODUCT = "gdmzt_crawler"
"""Our name for robots.txt."""
ENVIRONMENT = "GDMZT_CONTACT"
_CONTACT = re.compile(r"[!-'*-~]+@[!-'*-~]+\.[!-'*-~]+|https?://[!-'*-~]+")
"""An e-mail address or a web page: printable ASCII without blanks or brackets, for it goes into a header."""

_RESERVED = ("example", "invalid", "test", "localhost")
_EXAMPLES = ("example.com", "example.net", "example.org")
"""Names that RFC 2606 keeps for examples and tests."""
SLOT = "site"
"""Of the downloader: one for all hosts of a site, which are one server more often than not; the delay is the site's."""


def user_agent(contact: str | None) -> str:
    """`gdmzt_crawler/0.1.0 (+contact: a@b.cn)`: honest, never a browser's."""
    return f"{PRODUCT}/{__version__}" + (f" (+contact: {contact})" if contact else "")


def is_private(url: str) -> bool:
    """Whether requests for `url` leave this machine in no case: loopback, or a proxy on loopback."""
    parts = urlsplit(url)
    if is_loopback(parts.hostname):
        return True
    proxy = getproxies().get(parts.scheme)
    if not proxy or (parts.hostname and proxy_bypass(parts.hostname)):
        return False
    return is_loopback(urlsplit(proxy if "://" in proxy else f"http://{proxy}").hostname)


def check_contact(url: str, contact: str | None) -> str | None:
    """Return the contact to name at `url`.

    Raises UsageError where one is needed and none is set, and for what is no contact, or one that nobody reads.
    """
    if contact is not None and not _CONTACT.fullmatch(contact):
        raise UsageError(
            f"联系方式不对 no contact: {contact!r} — 请写自己的邮箱或网页 give your own e-mail address or web page, "
            "in ASCII.",
            field="contact",
        )
    if contact is None and not is_private(url):
        raise UsageError(
            "请先设置联系方式 set a contact first, an e-mail address or web page, so that the site's staff can reach "
            f"you: --contact 你的邮箱@大学.edu.cn, or {ENVIRONMENT}=…, "
            'or contact = "…" in gdmzt.toml or ~/.config/gdmzt/config.toml.',
            field="contact",
        )
    if contact is not None and _is_example(contact) and not is_private(url):
        raise UsageError(
            f"联系方式是示例 {contact} is an example's address that nobody reads — 请换成自己的 give your own.",
            field="contact",
        )
    return contact


def _is_example(contact: str) -> bool:
    host = (urlsplit(contact).hostname or "") if "://" in contact else contact.rpartition("@")[2]
    name = host.lower().rstrip(".")
    return name.rpartition(".")[2] in _RESERVED or any(f".{name}".endswith(f".{each}") for each in _EXAMPLES)


def check_delay(url: str, delay: float) -> float:
    """Return `delay` where `url` may be asked that often. Raises UsageError below 1 s at a real host."""
    if not 0 <= delay <= 3600:
        raise UsageError(f"间隔不对 --delay must be from 0 to 3600 seconds, is {delay:g}.", field="delay")
    if delay < LEAST_DELAY and not is_private(url):
        raise UsageError(
            f"间隔太短 --delay {delay:g} is too fast for {urlsplit(url).hostname}: at least {LEAST_DELAY:g} second "
            "between requests; only this machine (or a proxy on it) may be asked faster.",
            field="delay",
        )
    return delay


def configured_contact(environment: Mapping[str, str] | None = None) -> str | None:
    """The contact of the environment, else of the nearest config file; None where none is set. Raises UsageError."""
    environment = os.environ if environment is None else environment
    if contact := environment.get(ENVIRONMENT, "").strip():
        return contact
    for path in config_files(environment):
        if path.is_file() and (configured := _read_config(path)):
            return configured
    return None


def config_files(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Where settings are looked for, the nearest first."""
    home = environment.get("XDG_CONFIG_HOME") or os.path.join(environment.get("HOME", ""), ".config")
    return Path("gdmzt.toml"), Path(home) / "gdmzt" / "config.toml"


def _read_config(path: Path) -> str | None:
    try:
        values = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UsageError(f"配置文件有误 cannot read {path}: {error}") from None
    if unknown := sorted(set(values) - {"contact"}):
        raise UsageError(f"配置文件有误 {path}: unknown key {', '.join(unknown)}; known: contact.")
    contact = values.get("contact")
    if contact is not None and not isinstance(contact, str):
        raise UsageError(f"配置文件有误 {path}: contact must be a text in quotes.", field="contact")
    return contact.strip() or None if contact else None
