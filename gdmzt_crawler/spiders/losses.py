"""Why a page could not be had, in our words."""

from __future__ import annotations

import ssl

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.python.failure import Failure

from gdmzt_crawler.crawl.losing import Loss, Weight, of_answer
from gdmzt_crawler.crawl.refusals import Refusal, Stopped

_CERTIFICATE = ("certificate", "verificationerror")
"""Words of OpenSSL, and of Twisted for a certificate of another host."""

_REFUSED: dict[str, Weight] = {"disallowed": "forbidden", "off_site": "refused", "too_large": "broken"}


def of_status(response: Response, *, longest_wait: float, asked: float | None) -> Loss | None:
    """The loss that a response stands for; None for a page. `asked` is its Retry-After in seconds."""
    loss = of_answer(response.status, response.url)
    if loss is not None and loss.kind != "challenge" and asked is not None and asked > longest_wait:
        message = f"{loss.message}，要求等待 and asks to be left alone for {asked:.0f} s"
        return Loss(loss.kind, message, "challenge")
    return loss


def of_failure(failure: Failure) -> Loss | None:
    """The loss that an exception of the downloader stands for; None where the run was told to stop."""
    error = failure.value
    if isinstance(error, IgnoreRequest):
        return _of_refusal(error)
    if isinstance(error, DownloadCancelledError):
        return Loss("too_large", "页面太大 the page is larger than DOWNLOAD_MAXSIZE allows", "broken")
    if isinstance(error, ResponseDataLossError):
        return Loss("truncated", "页面不完整 the answer broke off before its end", "passing")
    if isinstance(error, DownloadTimeoutError):
        return Loss("timeout", "超时 no answer in time", "network")
    if isinstance(error, ValueError):
        # Requests are made of addresses that were checked; what a redirect names is not.
        return Loss("bad_redirect", f"重定向地址有误 sent on to what is no address: {_short(error)}", "broken")
    if isinstance(error, CannotResolveHostError):
        return Loss("unreachable", "无法解析域名 the host name cannot be resolved", "network")
    if isinstance(error, DownloadConnectionRefusedError):
        return Loss("unreachable", "连接被拒绝 the connection was refused", "network")
    if any(word in str(error).lower() for word in _CERTIFICATE):
        return Loss("tls", "证书无法验证 the certificate of the site cannot be verified", "network")
    if _is_tls(error):
        return Loss("tls", f"加密连接失败 TLS fails: {_short(error)}", "network")
    return Loss("unreachable", f"连接失败 the connection failed: {_short(error)}", "network")


def _of_refusal(error: IgnoreRequest) -> Loss | None:
    reason = error.args[0] if error.args else ""
    if isinstance(reason, Stopped):
        return None
    if not isinstance(reason, Refusal):
        if "redirections" in str(reason):
            return Loss("redirect_loop", "重定向过多 redirected too often", "broken")
        return Loss("ignored", _short(error), "broken")
    return Loss(reason.kind, reason.message, _REFUSED.get(reason.kind, "passing"))


def _is_tls(error: BaseException | None) -> bool:
    text = f"{type(error).__module__}.{type(error).__name__} {error}"
    return isinstance(error, ssl.SSLError) or "SSL" in text


def _short(error: BaseException | None) -> str:
    # Twisted tells why in a list of failures, which Scrapy turns into text.
    reasons = getattr(error.__cause__, "reasons", None) if error is not None else None
    if reasons and isinstance(reasons[0], Failure):
        error = reasons[0].value
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 200 else text[:197] + "..."
