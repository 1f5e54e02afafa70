"""Addresses: resolving what a page links to, and the one form under which an article is stored. Nothing here raises."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from .text import scrub

_DROPPED = re.compile("[\\x00-\\x1f\\x7f-\\x9f\u200b-\u200f\u2028\u2029\u2060\ufeff]+")
_WHOLE = re.compile(
    r"https?://[a-zA-Z0-9.-]+(?:/(?!\.\.?(?:/|$))[a-zA-Z0-9_.~%-]*)+"
)  # the common case, resolved already
_BELOW = re.compile(
    r"(/|\./|(?:\.\./){0,9})((?!\.\.?(?:/|$))[a-zA-Z0-9_.~%-]+(?:/(?!\.\.?(?:/|$))[a-zA-Z0-9_.~%-]+)*)"
)  # the next: a path below the root, the page's folder, or a folder above
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_PATH_END = re.compile(r"[?#]")
_SLASHES = re.compile(r"^(https?:|)//+", re.IGNORECASE)
_TEMPLATE = ("{{", "${", "<%", "<$")
_HOST = re.compile(r"[^\s<>\"'`{}|\\^%]+|\[[0-9a-fA-F:.]+\]")
_PORTS = {"http": 80, "https": 443}
_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_MOBILE_FILE = re.compile(r"/m(post_\d+|index)(?=[_.][^/]*$)")
_MOBILE_HOST = re.compile(r"^(?:www|m|wap|3g)\.(?=[^.]+\.)")
_SAFE = "!#$%&'()*+,/:;=?@[]~"
_PLAIN = re.compile(r"[a-zA-Z0-9_.~/-]*")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")


def absolute_url(href: str, base: str) -> str | None:
    """`href` as a browser would resolve it against `base`; None where it leads to no http(s) address.

    White space around and control characters inside are dropped, blanks inside become `%20`, backslashes slashes;
    other characters stay as written. None for an empty or `#only` target, another scheme (`javascript:`, `mailto:`,
    `data:` …), a template that was not filled in, and a host or port that cannot be one.
    """
    if _WHOLE.fullmatch(href):
        return href
    below = _BELOW.fullmatch(href)
    if below is not None:
        start = _start(base, below[1])
        return start + below[2] if start is not None else None
    target = _DROPPED.sub("", scrub(href)).strip().replace(" ", "%20").replace("\u3000", "%E3%80%80")
    if not target or target[0] == "#" or any(mark in target for mark in _TEMPLATE):
        return None
    end = _PATH_END.search(target)
    path, rest = (target[: end.start()], target[end.start() :]) if end else (target, "")
    target = _SLASHES.sub(r"\1//", path.replace("\\", "/")) + rest
    scheme = _SCHEME.match(target)
    if scheme is not None:
        if scheme[1].lower() not in _PORTS or not target.startswith("//", scheme.end()):
            return None
        target = scheme[1].lower() + target[scheme.end(1) :]
    return _joined(base, target, own_host=scheme is not None or target.startswith("//"))


@lru_cache(maxsize=256)
def _start(base: str, way: str) -> str | None:
    """What a plain path is appended to, behind `/`, `../../` or nothing: a page has many addresses and few of these."""
    joined = _joined(base, f"{way}x", own_host=False)
    return joined and joined[:-1]


def _joined(base: str, target: str, *, own_host: bool) -> str | None:
    try:
        if own_host and not urlsplit(target).netloc:
            return None
        joined = urljoin(base, target)
        parts = urlsplit(joined)
        if own_host and "/." in parts.path:  # urljoin leaves the dots of a whole address
            joined = urljoin(urlunsplit((parts.scheme, parts.netloc, "/", "", "")), urlunsplit(("", "", *parts[2:])))
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or (own_host and not _is_host(parts)):
        return None
    return joined


def canonical_url(url: str, *, scheme: str | None = None) -> str:
    """The form under which a page is stored: equal for its http, https and mobile twins where `scheme` is given.

    Scheme as given (`http` or `https`), host in lower case, no user, default port, fragment or session id,
    `mpost_N` → `post_N`, `mindex` → `index`, non-ASCII characters percent-encoded; the case of the path stays.
    What is no http(s) address comes back without the white space around it.
    """
    parts = _split(url)
    if parts is None or not parts.hostname:
        return scrub(url).strip()
    host, port = _ascii_host(parts.hostname), _port(parts)
    if port is not None and port not in (_PORTS[parts.scheme], _PORTS.get(scheme or "", -1)):
        host = f"{host}:{port}"
    path = _MOBILE_FILE.sub(r"/\1", _SESSION.sub("", parts.path)) or "/"
    return urlunsplit((scheme or parts.scheme, host, quote(path, _SAFE), quote(parts.query, _SAFE), ""))


def is_http(url: str) -> bool:
    """Whether it is an absolute http(s) address with a host."""
    parts = _split(url)
    return parts is not None and bool(parts.hostname)


def same_site(host_a: str, host_b: str) -> bool:
    """Whether two hosts (with or without port) are one site: `www.`, `m.`, `wap.` and default ports do not count."""
    return _site(host_a) == _site(host_b)


def path_of(url: str) -> str:
    """The path, `/` where there is none."""
    parts = _split(url)
    return (parts.path if parts else "") or "/"


def canonical_path(path: str) -> str:
    """One spelling of a path for all: non-ASCII characters percent-encoded, escapes in capitals; the rest stays."""
    if _PLAIN.fullmatch(path):
        return path
    return _ESCAPE.sub(lambda escape: escape[0].upper(), quote(scrub(path), _SAFE))


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(scrub(url).strip())
        return parts if parts.scheme in _PORTS and parts.hostname is not None else None
    except ValueError:
        return None


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        return None


def _is_host(parts: SplitResult) -> bool:
    try:
        _ = parts.port
    except ValueError:
        return False
    return bool(_HOST.fullmatch(parts.hostname or ""))


def _ascii_host(host: str) -> str:
    host = host.lower().rstrip(".")
    if ":" in host:
        return f"[{host}]"
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _site(host: str) -> str:
    bare = re.sub(r":(?:80|443)?$", "", host.strip().lower()).rstrip(".")
    return _MOBILE_HOST.sub("", bare)
