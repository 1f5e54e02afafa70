"""Attacks; each would note in `window.__ran` that it ran."""

from __future__ import annotations

ATTACK = (
    "养老<script>window.__ran.push('script')</script><img src=x onerror=\"window.__ran.push('onerror')\">"
    "<svg onload=window.__ran.push('svg')></svg>\"'><a href=\"javascript:window.__ran.push('link')\">点这里</a>"
    "{{ 7 * 191 }}{% raw %}${7*191}</title></textarea></script><!--<script>"
)
ADDRESSES = (
    "javascript:window.__ran.push('address')//x.jpg",
    "data:text/html,<script>window.__ran.push('data')</script>",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='window.__ran.push(1)'/>",
    'http://127.0.0.1:9/"onmouseover="window.__ran.push(\'quote\')".jpg',
    " javascript:window.__ran.push('blank')",
    "vbscript:window.__ran.push('vb')",
)
