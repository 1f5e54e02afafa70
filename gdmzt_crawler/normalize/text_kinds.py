"""What a line of the body is by its own words: a caption, a date, a signature, a salutation, a possible heading."""

from __future__ import annotations

import re

HEADING_LONGEST = 40
CAPTION_LONGEST = 60
_CLOSING = "”’\"'」』》〉)）]】 "
_SENTENCE_END = frozenset("。！？；：，.!?;:,…、")
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
_SIGNED_STARTS = frozenset("本新通特记作编责审校撰供来摄文联咨电传邮地附抄主图(（")
_SALUTED = re.compile(
    r"^(?:尊敬的|敬爱的|亲爱的|各位|女士们|先生们|同志们|朋友们|同学们|大家好|你好|您好)|(?:同志们|朋友们|先生们|女士们|来宾们)$"
)
_SALUTED_STARTS = frozenset("尊敬亲各女先同朋大你您")
_OFFICES = tuple("厅 局 委 部 办 署 院 会 所 站 中心 政府 公司 集团 学校 大学 小组 党组 指挥部".split())
_BY_REPORTER = re.compile(r"(?:记者|通讯员|评论员)(?:\s|$)|\d日电(?:\s|$)")
_FIELD = re.compile(
    r".{0,14}(?:单位|地\s?[点址]|时\s?间|日期|代表|人|电\s?话|商|名称|编号|方式|邮\s?[箱编]|网址|传真|原题)\s?[:：]\s?\S"
)
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[【>]")
_FILE_NUMBER = re.compile(r"[〔\[［(（]\s?(?:19|20)\d\d\s?[〕\]］)）]\s?第?\s?\d+\s?号$|^第?\s?\d+\s?号$")
_ADDRESS = re.compile(r"https?://|www\.|@|\d{7}")
# One character that each of the patterns above needs: most lines hold none of them, and looking is ten times cheaper.
_DATE_SIGN = re.compile("[月/.-]")
_REPORTER_OR_ADDRESS_SIGN = re.compile(r"[者员电/.@\d]")
_SIGN = re.compile(r"[月/.\-:：者员电@\d]")  # a date, a field, a reporter, an address or a file number holds one


def is_caption(text: str, *, stands_out: bool) -> bool:
    """Whether a line directly after an image is its caption; `stands_out`: centred while body paragraphs are not."""
    if len(text) > CAPTION_LONGEST:
        return False
    if stands_out and not _NUMBERED.match(text) and not is_dated(text):
        return True
    return bool(_CAPTION_START.match(text)) or bool(_CAPTION_END.search(text))


def is_dated(text: str) -> bool:
    """Whether the line is a date or ends in one, as below a document."""
    return len(text) <= CAPTION_LONGEST and bool(_DATE_SIGN.search(text) and _DATED.search(text))


def is_signed(text: str) -> bool:
    """Whether the line begins like a signature, a contact line or a list of attachments, or is in brackets."""
    return text[:1] in _SIGNED_STARTS and bool(_SIGNED.match(text))


def is_field(text: str) -> bool:
    """Whether the line is one of a form: `主办单位：某馆`."""
    return (":" in text or "：" in text) and bool(_FIELD.match(text))


def is_saluted(text: str) -> bool:
    """Whether the line greets the readers or listeners."""
    return (text[:1] in _SALUTED_STARTS or text[-1:] == "们") and bool(_SALUTED.search(text))


def is_reported(text: str) -> bool:
    """Whether the line names its reporter, or is or holds an address or a long number."""
    return bool(_REPORTER_OR_ADDRESS_SIGN.search(text) and (_BY_REPORTER.search(text) or _ADDRESS.search(text)))


def is_file_number(text: str) -> bool:
    """Whether the line is the number of a document or ends in one: `某民发〔2023〕12号`."""
    return text.endswith("号") and bool(_FILE_NUMBER.search(text))


def looks_like_heading(text: str) -> bool:
    """Whether the collapsed line alone could be a subhead: short, no stop at its end, two letters or more, nothing
    else."""
    if len(text) > HEADING_LONGEST or text.rstrip(_CLOSING)[-1:] in _SENTENCE_END:
        return False
    if not (len(text) > 1 and text[:2].isalpha()) and sum(map(str.isalpha, text)) < 2:
        return False
    if is_signed(text) or is_saluted(text):
        return False
    return not (_SIGN.search(text) and (is_dated(text) or is_field(text) or is_reported(text) or is_file_number(text)))


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
    return not (text.endswith(_OFFICES) and (is_dated(following) or is_signed(following)))
