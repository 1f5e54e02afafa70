"""The headers that every answer carries: nothing runs that is not ours, nothing is asked of another host."""

from __future__ import annotations

from collections.abc import Iterable

from .pages import MOUNT

Header = tuple[bytes, bytes]


def content_security_policy(*, images_from_source: bool = False) -> str:
    """The policy: our own files only, no inline script, no eval; images of other hosts where that is wanted.

    Styles in attributes stay allowed: datasette's templates and the charts' SVG have some, and text of an article never
    becomes an attribute.
    """
    images = "img-src 'self' data:" + (" https: http:" if images_from_source else "")
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "style-src-attr 'unsafe-inline'",
            images,
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def safety_headers(*, images_from_source: bool = False) -> tuple[Header, ...]:
    """Names in lower case and values, as ASGI has them."""
    policy = content_security_policy(images_from_source=images_from_source)
    return (
        (b"content-security-policy", policy.encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"no-referrer"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"x-robots-tag", b"noindex, nofollow"),
    )


def lasting(path: str, query: bytes, base_url: str) -> tuple[Header, ...]:
    """How long a file may be kept: ours for ever, for another content has another address; datasette's for a day."""
    place = path.removeprefix(base_url.rstrip("/"))
    if place.startswith(f"/{MOUNT}/") and query:
        return ((b"cache-control", b"public, max-age=31536000, immutable"),)
    if place.startswith(("/-/static/", "/-/static-plugins/")):
        return ((b"cache-control", b"public, max-age=86400"),)
    return ()


def with_safety(headers: Iterable[Header], more: Iterable[Header]) -> list[Header]:
    """An answer's headers with ours; ours win. A policy of the answer's own stays beside ours: both hold then."""
    added = list(more)
    names = {name for name, _ in added} - {b"content-security-policy"}
    return [*((name, value) for name, value in headers if name.lower() not in names), *added]
