"""Reading a table of a definition while keeping every fault that is met, each with the name of its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from cssselect import SelectorError
from parsel.csstranslator import HTMLTranslator

_TRANSLATOR = HTMLTranslator()
_KINDS = {
    str: "须为文字 must be text",
    bool: "须为 true 或 false must be true or false",
    int: "须为整数 must be a whole number",
    float: "须为数字 must be a number",
    list: "须为列表 must be a list",
    dict: "须为表 must be a table",
}
_LONGEST = 60
"""Characters of a wrong value that are shown."""
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


class Table:
    """One TOML table; every reader gives a usable value and notes what was wrong in the shared list of faults."""

    def __init__(self, values: Mapping[str, Any], faults: list[str], place: str = "") -> None:
        self._values = values
        self._unread = set(values)
        self.faults = faults
        self.place = place

    def fault(self, key: str, message: str) -> None:
        """Note a fault of `key`."""
        self.faults.append(f"{self.place}{key}: {message}")

    def finish(self) -> None:
        """Name the keys that nothing reads: a misspelt key must not pass for an absent one."""
        for key in sorted(self._unread):
            self.fault(key, "未知的键 unknown key")

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._values

    def _get(self, key: str, *kinds: type) -> Any:
        self._unread.discard(key)
        value = self._values.get(key)
        if value is None:
            return None
        # bool is an int to Python, and never meant as one here.
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            self.fault(key, _KINDS[kinds[0]] + found(value))
            return None
        return value

    def text(self, key: str, *, required: bool = False) -> str | None:
        """A text that is not blank."""
        value: str | None = self._get(key, str)
        if value is not None and not value.strip():
            self.fault(key, "不能为空 must not be empty")
        elif value is None and required and key not in self._values:
            self.fault(key, "缺少 is missing")
        return value or None

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value: bool | None = self._get(key, bool)
        return default if value is None else value

    def number(self, key: str, default: float) -> float:
        """A number of either kind."""
        value: float | None = self._get(key, float, int)
        return default if value is None else float(value)

    def count(self, key: str, *, least: int) -> int | None:
        """A whole number of at least `least`."""
        value: int | None = self._get(key, int)
        if value is not None and value < least:
            self.fault(key, f"不得小于 {least} must be at least {least}{found(value)}")
        return value

    def texts(self, key: str) -> dict[int, str] | None:
        """A list of texts, by their numbers from 1; None where the key is absent."""
        values: list[object] | None = self._get(key, list)
        if values is None:
            return None
        for index, value in enumerate(values, 1):
            if not isinstance(value, str) or not value.strip():
                self.fault(f"{key}[{index}]", f"须为文字 must be a text{found(value)}")
        return {index: value for index, value in enumerate(values, 1) if isinstance(value, str) and value.strip()}

    def selectors(self, key: str) -> tuple[str, ...]:
        """A list of CSS selectors, each of which compiles."""
        selectors = self.texts(key) or {}
        for index, selector in selectors.items():
            try:
                _TRANSLATOR.css_to_xpath(selector)
            except SelectorError as error:
                self.fault(f"{key}[{index}]", f"不是 CSS 选择器 is no CSS selector: {selector!r} ({error})")
        return tuple(selectors.values())

    def paths(self, key: str, *, folder: bool) -> tuple[str, ...] | None:
        """A list of paths on the site, without repetition."""
        paths = self.texts(key)
        seen: list[str] = []
        for index, path in (paths or {}).items():
            self.check_path(f"{key}[{index}]", path, folder=folder)
            if path in seen:
                self.fault(f"{key}[{index}]", f"重复 stands here twice: {path}")
            seen.append(path)
        return None if paths is None else tuple(seen)

    def check_path(self, key: str, path: str, *, folder: bool) -> None:
        """Note what makes `path` no path on the site (a folder begins and ends with a slash)."""
        if not path.startswith("/") or path.startswith("//"):
            self.fault(key, f"须为以一个斜杠开头的路径 must be a path beginning with one slash{found(path)}")
        elif re.search(r"[\s?#\\]|//|/\.\.?/", path):
            self.fault(
                key,
                "路径不能含空白、点段、? # 或双斜杠 must be a plain path without blanks, dots, query or fragment"
                + found(path),
            )
        elif folder and not path.endswith("/"):
            self.fault(key, f"须以斜杠结尾 must end with a slash{found(path)}")

    def home_url(self, key: str) -> str:
        """An http or https address of a folder, without anything behind its path."""
        url = self.text(key, required=True)
        if url is not None and (problem := _url_problem(url)):
            self.fault(key, problem + found(url))
        return url or ""

    def table(self, key: str) -> Table:
        """A table below this one; an empty one where it is absent."""
        values: dict[str, Any] | None = self._get(key, dict)
        return Table(values or {}, self.faults, f"{self.place}{key}.")

    def tables(self, key: str) -> list[Table]:
        """A list of tables (`[[key]]`); an empty one, of which no more is said, for what is no table."""
        values: list[object] | None = self._get(key, list)
        tables = []
        for index, value in enumerate(values or [], 1):
            if isinstance(value, dict):
                tables.append(Table(value, self.faults, f"{self.place}{key}[{index}]."))
            else:
                self.fault(f"{key}[{index}]", f"须为表 must be a table ([[{key}]]){found(value)}")
                # the others keep their numbers
                tables.append(Table({}, []))
        return tables

    def pairs(self, key: str) -> dict[str, str]:
        """A table of texts."""
        table = self.table(key)
        table._unread.clear()
        pairs = {name: table.text(name) for name in table._values}
        return {name: value for name, value in pairs.items() if value is not None}


def _url_problem(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"须为网址 must be a URL ({error})"
    if parts.scheme not in ("http", "https"):
        return "须以 http:// 或 https:// 开头 must begin with http:// or https://"
    if not host or not (_HOST.fullmatch(host) or ":" in host) or re.search(r"\s", url):
        return "须有主机名 must name a host"
    if parts.username is not None or parts.password is not None:
        return "不能含用户名或密码 must not hold a user name or password"
    if parts.query or parts.fragment or not parts.path.endswith("/"):
        return "须以首页路径的斜杠结尾 must end with the slash of the home page's path"
    return None


def found(value: object) -> str:
    """The end of a fault: what stands there instead."""
    shown = _as_written(value)
    return f" (现为 is {shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + '…'})"


def _as_written(value: object) -> str:
    """As TOML has it, where Python shows it otherwise."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if isinstance(value, dt.date | dt.time) else repr(value)
