"""Which images and which links of a body count: pictures and attachments, not icons, QR codes and share buttons."""

from __future__ import annotations

import itertools
import re
from typing import cast

from lxml import etree

# The patterns over addresses are matched against lower case: ignoring case costs them five times as much.
# Lazy loaders keep the real address elsewhere, and put a spacer in `src`.
_LAZY = ("data-original", "data-src", "data-lazy-src", "data-echo", "data-actualsrc", "file", "oldsrc", "original")
_SPACER_SIGN = re.compile(r"blank|space|load|transparent|placeholder|gr[ea]y|pixel|lazy|1x1|data:|about:")
_SPACER = re.compile(
    r"(?:^|[/_.-])(?:blank|space|spacer|loading|load|transparent|placeholder|grey|gray|pixel|lazy|1x1)[\w-]*\.(?:gif|png|jpe?g|svg)"
    r"|^data:|^about:"
)
_ICON = re.compile(
    r"icon|avatar|gzh|/(?:qq|wechat|weixin|weibo|qzone|wx|wb|sina)\d*\.(?:png|gif|jpe?g)|/(?:hot|new|li|dot|point|jt|top)\d*\.gif|/ico[/_]|/qr[_\d.?]|qr_?code|erweima|/ewm|_ewm|wxcode|weixin_?code|wxewm|barcode|/logo|logo\.|filetypeimages|filetype"
    r"|/share[/_.-]|bshare|bdshare|jiathis|/print\.|/close\.|/emoji|emotion|/smiley|spacer|/dot\.|/line\.|arrow|/btn[_/]"
    r"|_btn\.|/button|file_(?:doc|pdf|xls|zip)|/(?:word|excel|wps|doc|pdf|xls|zip|rar|txt|ppt|docx|xlsx)\.(?:gif|png|jpg)"
    r"|/sysimage/|/system/images/(?:filetype|ico)|kindeditor/plugins|ueditor/dialogs|/theme/.*\.gif|beian|jiucuo|red\.png"
)
_CODE_HINT = re.compile(r"qr_?code|ewm|erweima|icon")
_CODE_NAME = re.compile(r"二维码|扫一扫|扫描|公众号|logo|分享|打印|关闭|微信图标", re.I)
ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|dps|zip|rar|7z|tar|gz|ofd|txt|csv|rtf|ceb|mp3|mp4|wmv|avi)(?:$|[?#&])"
)
_DOWNLOAD_SCRIPT = re.compile(r"/down(?:load)?\.(?:aspx?|php|jsp)\?")
_DOWNLOAD = re.compile(r"downfile|download(?:\.|\?|file|attach)|/attach(?:ment)?s?/|filedown|getfile|affix")
_NAMED_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|zip|rar|7z|ofd|ceb|txt)\s*(?:[（(][^）)]*[)）])?\s*$", re.I
)
_SCRIPT_URL = re.compile(
    r"""['"]((?:https?:)?/?[^'"\s]+?\.(?:pdf|docx?|xlsx?|pptx?|wps|et|zip|rar|7z|ofd|ceb)(?:\?[^'"]*)?)['"]""", re.I
)

_SCRIPT_PATH = re.compile(r"""['"]((?:https?:/|\.{0,2})/[^'"\s]{4,})['"]""")


def image_url(element: etree._Element) -> str | None:
    """Address of an `<img>` as written; None for spacers, icons, QR codes and other furniture."""
    named = cast("dict[str, str]", dict(element.items()))
    url = _source(named) or _of_picture(element)
    if url is None or _tiny(named):
        return None
    if _ICON.search(url.lower()) or _is_code(named):
        return None
    return url


def _source(named: dict[str, str]) -> str | None:
    source = named.get("src", "").strip()
    if source and not _is_spacer(source):
        return source
    for name in _LAZY:
        lazy = named.get(name, "").strip()
        if lazy and not _is_spacer(lazy):
            return lazy
    return _widest(named.get("srcset") or named.get("data-srcset") or "") or None


def _is_spacer(address: str) -> bool:
    lower = address.lower()
    return _SPACER_SIGN.search(lower) is not None and _SPACER.search(lower) is not None


def _of_picture(element: etree._Element) -> str | None:
    """The largest `<source>` of the `<picture>` around an image that has no address of its own."""
    # libxml2 takes <source> for an element that holds what follows it.
    parent = next((node for node in itertools.islice(element.iterancestors(), 4) if node.tag == "picture"), None)
    if parent is None:
        return None
    sources = (_widest(source.get("srcset") or source.get("data-srcset") or "") for source in parent.iter("source"))
    return next((source for source in sources if source), None)


def _widest(srcset: str) -> str:
    """The largest candidate of a `srcset`."""
    best, best_size = "", -1.0
    for part in srcset.split(","):
        words = part.split()
        if not words:
            continue
        digits = words[1][:-1] if len(words) > 1 else "1"
        size = float(digits) if digits.replace(".", "", 1).isdecimal() else 0.0
        if size > best_size:
            best, best_size = words[0], size
    return best


def _tiny(named: dict[str, str]) -> bool:
    """Declared smaller than anything one would look at."""
    for name in ("width", "height"):
        value = named.get(name)
        if value:
            value = value.strip().removesuffix("px")
            # Python reads no number of thousands of digits.
            if value.isdecimal() and len(value) < 5 and 0 < int(value) <= 32:
                return True
    return False


def _is_code(named: dict[str, str]) -> bool:
    label = named.get("alt") or named.get("title")
    if label and len(label) <= 12 and _CODE_NAME.search(label):
        return True
    return ("class" in named or "id" in named) and (
        _CODE_HINT.search(f"{named.get('class', '')} {named.get('id', '')}".lower()) is not None
    )


def is_attachment(href: str, name: str, element: etree._Element | None = None) -> bool:
    """Whether a link of the body offers a file: by extension, by a download address, or by its name."""
    address = href.lower()
    if ATTACHMENT.search(address):
        return True
    if element is not None and (element.get("appendix") == "true" or "attachment" in (element.get("class") or "")):
        return True
    if "下载" in name and _DOWNLOAD_SCRIPT.search(address) is not None:
        return True
    return ("." in name or "附件" in name) and _DOWNLOAD.search(address) is not None


def attachment_target(element: etree._Element) -> str | None:
    """The `href` of an attachment link, or the address its `onclick` opens; None where only a script knows it."""
    href = (element.get("href") or "").strip()
    if href and not href.lower().startswith(("javascript:", "#")):
        return href
    script = f"{href} {element.get('onclick') or ''}"
    scripted = _SCRIPT_URL.search(script) or _SCRIPT_PATH.search(script)
    return scripted.group(1) if scripted else None


def is_scripted_attachment(element: etree._Element, name: str) -> bool:
    """A link that only a script follows, whose text is a file's name."""
    href = (element.get("href") or "").strip()
    if href and not href[:11].lower().startswith(("javascript:", "#")):
        return False
    return bool(_NAMED_FILE.search(name)) or _SCRIPT_URL.search(element.get("onclick") or "") is not None
