"""Page furniture: what stands around a body and is never part of it. Patterns over text without white space."""

from __future__ import annotations

import re

# What may remain of a line of furniture once its words are gone.
_REST = re.compile(r"[\s\W_0-9A-Za-z]*")
_WORDS = re.compile(
    r"浏览字号|选择字号|调整字体|字体大小|字号(?:减小|增大|大小)?|字体|放大|缩小|正常|默认|视力保护色|背景色|护眼"
    r"|(?:我要|点击)?打印(?:本页|页面|本文|文章|文档|此页|正文|预览)?|关闭(?:此?窗口|本页|页面|此页)?|(?:加入|我要)?收藏(?:本页|此页|夹)?|已收藏"
    r"|返回(?:页?顶部|首页|列表|上一?[页级]|主页|目录)?|回到(?:页?顶部|首页)|复制链接|链接已复制|纠错|我要纠错|举报|推荐|点?赞|打赏"
    r"|分享(?:到|至|本文)?|转发(?:到)?|微博|微信|朋友圈|QQ空间|QQ好友|人人网|新浪|腾讯|豆瓣|更多"
    r"|扫一扫|扫描?二?维码|二维码|扫描关注|关注我们|手机(?:版|查看|阅读|浏览)|在?手机(?:上)?打开?(?:当前|本)?页面?|在线播报|语音播报|朗读|播放|暂停|无障碍|长者(?:助手|模式)"
    r"|[Pp][Dd][Ff](?:版)?下载|[Ww]ord(?:版)?下载|WORD(?:版)?下载|下载(?:PDF|WORD|word|pdf)?(?:版)?|导出|保存|大|中|小|特|正|简体?|繁体?|页面|当前页|相关附件|附件下载|附件列表|相关导读|相关链接|广告|长按|识别|关注|(?:显示|余下|阅读|查看|点击)*全文|到|分享按钮|[上下首末尾]一?页|第\d+页|共\d+页"
)
_START = frozenset(
    "长识123456789广显余阅查上首末尾第共浏选调字放缩正默视背护我点打关加收已返回复链纠举推赞分转微朋Q人新腾豆更扫二手在语朗播暂无长PpWw下导保大中小特简繁页相附【[（(［·|│>《〈<-—"
)
_KNOWN = re.compile(r"[\s\W_0-9A-Za-z" + "".join(sorted(set(re.findall(r"[^\x00-\x7f]", _WORDS.pattern)))) + "]*")
"""Characters that furniture is made of: nearly all other lines hold a further one near their start."""
FURNITURE_MAX = 60

END = re.compile(
    r"^[【\[（(·>\s]*(?:上一[篇条页则]|下一[篇条页则]|上篇|下篇|前一篇|后一篇|相关(?:阅读|新闻|文章|信息|稿件|链接|报道|推荐|资讯|导读|内容|文件|解读|政策|专题)[】\])）:：>]*$"
    r"|推荐阅读|延伸阅读|热点推荐|热门推荐|猜你喜欢|最新(?:文章|资讯|新闻|更新)[:：]?$|为您推荐|扩展阅读|更多新闻|热点新闻|(?:全部|最新|热门|网友)评论|发表评论|我要评论|用户评论|评论[:：(（]"
    r"|分享到|分享至|扫一扫|扫码|版权(?:所有|声明)|免责声明|特别声明|凡本网|凡注明|打印本页|【?打印|关闭窗口|返回顶部|主办单位[:：].*承办单位|主办[:：].*承办[:：]"
    r"|网站地图|[^，。]{0,14}ICP备|网站标识码|您访问的链接即将离开|轮播图预览)"
)
_END_STARTS = frozenset("上下前后相推延热猜最为扩更全网发我用评分扫版免特凡打关返主您轮")
"""First characters of what ends a body, brackets in front of it left out."""
SITE_FOOT = re.compile(
    r"[【\[]?(?:友情链接|版权所有|网站标识码|主办(?:单位)?[:：].*(?:技术支持|版权|备案)|[^，。]{0,14}ICP备)"
)
"""How the foot of a site begins."""
DISCLAIMER = re.compile(
    r"免责声明|版权声明|特别声明|凡(?:本|注明|未注明)|版权(?:均?属|归|所有)|转载自其[它他]媒体|如因作品|本网(?:站)?(?:拥有|所刊载|转载|授权|有权)|未经(?:书面)?授权"
    r"|互联网跟帖|ICP[备证]"
)
"""Words of the notices that sites put under every page."""
EDITOR = re.compile(
    r"^[【\[（(\s]*(?:本[文期])?(责任编辑|责编|编辑|编审|编校|网站编辑|值班编辑|(?:一|二|三)审|初审|复审|终审|审核|审校|校对|责任校对|信息审核|信息编辑)(?:\s*[:：/／]\s*|\s+(?![|｜]))(.{0,60})$"
)
_BEFORE_EDITOR = re.compile(r"^\s*(?:[【\[（(]\s*(?:我要)?(?:纠错|打印|关闭|返回)\s*[】\])）]\s*)+")
_EDITOR_NAME = re.compile(r"^[\s:：]*(.*?)[\s】\])）|]*$")


def is_furniture(squashed: str) -> bool:
    """Whether a line (white space removed) consists of furniture only."""
    if len(squashed) > FURNITURE_MAX or not squashed or squashed[0] not in _START or not _KNOWN.fullmatch(squashed):
        return False
    rest, words = _WORDS.subn("", squashed)
    return words > 0 and _REST.fullmatch(rest) is not None


def ends_body(squashed: str) -> bool:
    """Whether a line (white space removed) begins what follows a body: neighbours, related links, share bars."""
    if squashed.lstrip("【[（(·>")[:1] not in _END_STARTS and "ICP备" not in squashed[:40]:
        return False
    return END.match(squashed) is not None


def editor_of(text: str) -> tuple[str, str] | None:
    """(label, name) of a line that only names an editor; None otherwise."""
    if len(text) > 80 or not ("编" in text or "审" in text or "校" in text):
        return None
    found = EDITOR.match(_BEFORE_EDITOR.sub("", text))
    if found is None:
        return None
    name = _EDITOR_NAME.match(found.group(2))
    return found.group(1), (name.group(1) if name else "").strip()
