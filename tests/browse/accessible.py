"""What a page owes readers who do not see it, or not well: asked of the page as the browser has made it."""

from __future__ import annotations

from playwright.sync_api import Page

_CONTRAST = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const over = ([r, g, b, a = 1], below) => [r, g, b].map((v, i) => v * a + below[i] * (1 - a));
  const behind = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const color = parse(getComputedStyle(e).backgroundColor);
      if (color.length === 4 ? color[3] > 0 : true) { layers.push(color); if (color.length < 4 || color[3] === 1) break; }
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const light = (color) => {
    const [r, g, b] = color.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const poor = [];
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest('script, style, .unseen, [hidden], title')) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const back = behind(element);
    const front = over(parse(element instanceof SVGElement ? style.fill : style.color), back);
    const [high, low] = [light(front), light(back)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    seen += 1;
    if (ratio < (large ? 3 : 4.5)) {
      poor.push(`${ratio.toFixed(2)} ${element.tagName}.${element.className} ${walker.currentNode.data.trim().slice(0, 30)}`);
    }
  }
  return { seen, poor };
}"""
_NAMES = """() => {
  const shown = (e) => e.checkVisibility({ visibilityProperty: true });
  const name = (e) => (e.getAttribute('aria-label') || e.innerText || e.value || e.title
    || [...(e.labels ?? [])].map((l) => l.textContent).join('') || e.querySelector('img')?.alt || '').trim();
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(shown).map((e) => Number(e.ariaLevel ?? e.tagName[1]));
  return {
    'images without alt': [...document.images].filter((i) => !i.hasAttribute('alt')).map((i) => i.src),
    'nameless': [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
      .filter(shown).filter((e) => !name(e)).map((e) => e.outerHTML.slice(0, 200)),
    'fields without label': [...document.querySelectorAll('input:not([type=hidden]):not([type=submit]), select, textarea')]
      .filter(shown).filter((e) => !e.labels?.length && !e.getAttribute('aria-label')).map((e) => e.outerHTML.slice(0, 200)),
    'ids twice': ids.filter((id, i) => ids.indexOf(id) !== i),
    'levels skipped': levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1),
    'header cells without scope': [...document.querySelectorAll('th:not([scope])')].filter((e) => !e.closest('.vg-tooltip'))
      .map((e) => e.outerHTML.slice(0, 100)),
    'drawings without name': [...document.querySelectorAll('[role=img]')].filter((e) => !e.getAttribute('aria-label'))
      .map((e) => e.outerHTML.slice(0, 100)),
    'h1': levels.filter((level) => level === 1).length === 1 ? [] : levels,
    'landmarks': ['header', 'nav', 'main', 'footer'].filter((each) => !document.querySelector(each)),
    'language': [document.documentElement.lang].filter((lang) => lang !== 'zh-CN'),
    'title': [document.title].filter((title) => !title.trim()),
    'viewport': document.querySelector('meta[name=viewport][content*="width=device-width"]') ? [] : ['none'],
  };
}"""


def poor_contrast(page: Page) -> list[str]:
    """Texts that stand out too little from what is behind them (WCAG AA), each with its ratio."""
    found = page.evaluate(_CONTRAST)
    assert found["seen"] > 5, "the page has hardly any text"
    return list(found["poor"])


def shortcomings(page: Page) -> dict[str, list[object]]:
    """What is missing of names, labels, headings, languages and landmarks."""
    return {rule: found for rule, found in page.evaluate(_NAMES).items() if found}
