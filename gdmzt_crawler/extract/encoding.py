"""Bytes to text as a browser would: BOM, HTTP header, meta, then UTF-8, then GB18030.

Labels lie: pages that say gb2312 and are UTF-8, and the reverse, are common. So the bytes are asked
first: text with non-ASCII characters that is valid UTF-8 is UTF-8, whatever its label says.
"""

from __future__ import annotations

from codecs import utf_8_decode
from dataclasses import dataclass

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

MAX_UTF8_DAMAGE = 0.02
"""Share of undecodable bytes among the non-ASCII ones up to which a page is damaged UTF-8 rather than GB18030."""
MAX_LABELLED_DAMAGE = 0.3
"""The same for a page that calls itself UTF-8: GB18030 that is read as UTF-8 has damage in nearly every character."""

_PIECE = 8192
"""Bytes that are decoded at once to see whether they are UTF-8."""
_WIDE_START = 16
"""Bytes in which every second one is zero where a page is UTF-16 without a BOM: its first letters are ASCII."""
_BOM_STARTS = (b"\xef", b"\xff", b"\xfe", b"\0")
_BROWSERS = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be gb2312 gbk gb18030 hz big5hkscs cp932 euc_jp iso2022_jp cp949 ascii koi8-r koi8-u"
    " mac-roman mac-cyrillic cp866 cp874".split()
) | {f"{family}{n}" for family in ("cp125", "iso8859-") for n in range(17)}
"""Python's names of the encodings that a browser knows; any other label (idna, undefined, punycode) is none to it."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page as UTF-8 bytes without NUL and BOM, the encoding it came in, and what named that encoding."""

    data: bytes
    encoding: str
    rule: str
    """`bom`, `zeros` (UTF-16 without a BOM), `utf-8` (the bytes are), `header`, `meta`, `gb18030` (the fallback)
    or `str`."""


def decode(body: bytes | str, content_type: str | None = None) -> Decoded:
    """Decode one page. Never raises: undecodable bytes become U+FFFD."""
    if isinstance(body, str):
        return Decoded(_clean(body.encode("utf-8", "replace")), "utf-8", "str")
    bom_encoding, bom = read_bom(body) if body[:1] in _BOM_STARTS else (None, None)
    if bom_encoding and bom:
        return Decoded(_utf8(body[len(bom) :].decode(bom_encoding, "replace")), bom_encoding, "bom")
    wide = _wide(body)
    if wide is not None:
        return Decoded(_utf8(body.decode(wide, "replace")), wide, "zeros")
    if _is_utf8(body):
        return Decoded(_clean(body), "utf-8", "utf-8")
    return _decode_labelled(body, content_type)


def _wide(body: bytes) -> str | None:
    """UTF-16 as its zeros tell: read as anything else, such a page would be nonsense and not fail."""
    even, odd = body[:_WIDE_START:2], body[1:_WIDE_START:2]
    if len(odd) < _WIDE_START // 2:
        return None
    return "utf-16-le" if not any(odd) and all(even) else "utf-16-be" if not any(even) and all(odd) else None


def _is_utf8(body: bytes) -> bool:
    """Whether the bytes are valid UTF-8. Piece by piece: the text is not kept, and a long one costs fresh memory."""
    view = memoryview(body)
    start = 0
    try:
        while start < len(body):
            start += utf_8_decode(view[start : start + _PIECE], "strict", start + _PIECE >= len(body))[1]
    except UnicodeDecodeError:
        return False
    return True


def _decode_labelled(body: bytes, content_type: str | None) -> Decoded:
    label, rule = _declared(body, content_type)
    if label not in ("utf-8", "gb18030", "ascii", "cp1252", None):
        return Decoded(_utf8(body.decode(label, "replace")), label, rule)
    if label != "gb18030":
        text = body.decode("utf-8", "replace")
        if _damage(text, body) <= (MAX_LABELLED_DAMAGE if label == "utf-8" else MAX_UTF8_DAMAGE):
            return Decoded(_utf8(text), "utf-8", "utf-8")
    text = body.decode("gb18030", "replace")
    return Decoded(_utf8(text), "gb18030", rule if label == "gb18030" else "gb18030")


def _declared(body: bytes, content_type: str | None) -> tuple[str | None, str]:
    """Python's name of the declared encoding (GB family widened to gb18030) and where it was declared."""
    header = http_content_type_encoding(content_type) if content_type else None
    name, rule = (header, "header") if header else (html_body_declared_encoding(body[:4096]), "meta")
    if name is None:
        return None, rule
    resolved = resolve_encoding(name)
    # A meta tag that could be read at all is not UTF-16, whatever it says.
    if resolved not in _BROWSERS or (rule == "meta" and resolved.startswith("utf-16")):
        return None, rule
    if resolved in ("gb2312", "gbk", "gb18030", "hz"):
        resolved = "gb18030"
    return resolved, rule


def _damage(text: str, body: bytes) -> float:
    # Every character is at least one byte, a Chinese one three: the excess of bytes counts the non-ASCII ones cheaply.
    bad = text.count("\ufffd")
    wide = (len(body) - (len(text) - bad)) / 2
    return bad / max(wide, 1.0)


def _utf8(text: str) -> bytes:
    return _clean(text.encode("utf-8", "replace"))


def _clean(data: bytes) -> bytes:
    return data.replace(b"\0", b"") if b"\0" in data else data
