"""What a line of the body is by its own words: a caption, a date, a signature, a salutation, a possible heading."""

from __future__ import annotations

import re

HEADING_LONGEST = 40
CAPTION_LONGEST = 60
_CLOSING = "”’\"'」』》〉)）]】 "
_SENTENCE_END = tuple("。！？；：，.!?;:,…、")
_STOP = re.compile("[。！？；：，、!?;,…]")
_CAPTION_START = re.compile(r"[(（\[【]?\s?(?:[▲△↑]|图(?![书们强谋案形木兰瓦腾纸录章鉴财利]))")
_CAPTION_END = re.compile(r"(?:摄影?|供图)[。.\s)）\]】]*$")
_NUMBER = r"\s?[\d〇○零一二三四五六七八九十]{1,3}\s?"
_YEAR = r"(?:(?:19|20)\d\d|[二一][〇○零O0一二三四五六七八九]{3})"
_DAY = rf"{_YEAR}\s?(?:[-/.]{_NUMBER}[-/.]{_NUMBER}|年{_NUMBER}月{_NUMBER}日?)"
_DATED = re.compile(
    rf"{_DAY}[^\w]*(?:\(?(?:星期|周).\)?)?[\d:\s)）\]】]*$|^{_YEAR}年{_NUMBER}月$|^{_NUMBER}月{_NUMBER}日$"
)
_SIGNED = re.compile(
    r"(?:本报|本网|本刊|新华社|通讯员|特约)?(?:记者|通讯员|作者|编辑|责任编辑|责编|审核|校对|撰稿|撰文|供稿|来源|摄影|文字|"
    r"联系人|联系电话|联系方式|咨询电话|电话|传真|邮箱|地址|邮编|附件|附表|抄送|主送)(?![\w])|"
    r"(?:本报|本网|新华社)记者|附件\s?\d|[文图]\s?[/／|:：]|[(（][^()（）]*[)）]$"
)
_SALUTED = re.compile(
    r"^(?:尊敬的|敬爱的|亲爱的|各位|女士们|先生们|同志们|朋友们|同学们|大家好|你好|您好)|(?:同志们|朋友们|先生们|女士们|来宾们)$"
)
_OFFICE = re.compile(r"(?:厅|局|委|部|办|署|院|会|所|站|中心|政府|公司|集团|学校|大学|小组|党组|指挥部)$")
_BY_REPORTER = re.compile(r"(?:记者|通讯员|评论员)(?:\s|$)|\d日电(?:\s|$)")
_FIELD = re.compile(
    r".{0,14}(?:单位|地\s?[点址]|时\s?间|日期|代表|人|电\s?话|商|名称|编号|方式|邮\s?[箱编]|网址|传真|原题)\s?[:：]\s?\S"
)
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[【>]")
_FILE_NUMBER = re.compile(r"[〔\[［(（]\s?(?:19|20)\d\d\s?[〕\]］)）]\s?第?\s?\d+\s?号$|^第?\s?\d+\s?号$")
_ADDRESS = re.compile(r"https?://|www\.|@|\d{7}")


def is_caption(text: str, *, stands_out: bool) -> bool:
    """Whether a line directly after an image is its caption; `stands_out`: centred while body paragraphs are not."""
    if len(text) > CAPTION_LONGEST:
        return False
    if stands_out and not _NUMBERED.match(text) and not is_dated(text):
        return True
    return bool(_CAPTION_START.match(text)) or bool(_CAPTION_END.search(text))


def is_dated(text: str) -> bool:
    """Whether the line is a date or ends in one, as below a document."""
    return len(text) <= CAPTION_LONGEST and bool(_DATED.search(text))


def looks_like_heading(text: str) -> bool:
    """Whether the line alone could be a subhead: short, no stop at its end, two letters or more, nothing else."""
    if len(text) > HEADING_LONGEST or text.rstrip(_CLOSING).endswith(_SENTENCE_END):
        return False
    if sum(map(str.isalpha, text)) < 2 or is_dated(text):
        return False
    if _SIGNED.match(text) or _FIELD.match(text):
        return False
    return not any(pattern.search(text) for pattern in (_BY_REPORTER, _SALUTED, _FILE_NUMBER, _ADDRESS))


def is_heading(text: str, following: str) -> bool:
    """Whether the line is a subhead of the paragraph that follows it (`''`: none follows).

    A list of short lines without punctuation has no paragraph, so its lines are no subheads; an office above a date or
    a contact line signs.
    """
    if len(text) > HEADING_LONGEST or len(following) <= len(text):
        return False
    if len(following) <= HEADING_LONGEST and not _STOP.search(following):
        return False
    if not looks_like_heading(text):
        return False
    return not (_OFFICE.search(text) and (is_dated(following) or _SIGNED.match(following)))
