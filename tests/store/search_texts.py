"""Text with everything in it that search must cope with."""

from __future__ import annotations

from hypothesis import strategies as st

COMMON = "民政养老服务社会救助的工作"
TRADITIONAL = "養務會廣臺灣乾著"
LATIN = "abAB12ａＢ１"
PUNCTUATION = " \u3000，。、：“”\"'（）()*-+^~:|&.·《》\t\r\x0b\u2028"
RARE = "𠮷𫚥\U0002f81a\u9fff\ue000龘豈"
ODD = "\u0301\u0338\u200d\ufe0f\U000e0100👍🏽★℃①½ßİŉﷺ가각ｶﾞ\x00\ud800"
ALPHABET = COMMON + TRADITIONAL + LATIN + PUNCTUATION + RARE + ODD
letters = st.sampled_from(ALPHABET)
paragraphs = st.one_of(
    st.text(st.sampled_from(COMMON + TRADITIONAL + "，。"), max_size=12),
    st.text(letters, max_size=12),
    st.text(st.characters(exclude_characters="\n"), max_size=8),
)
texts = st.lists(paragraphs, max_size=4).map("\n".join)
queries = st.one_of(
    st.text(st.sampled_from(COMMON + TRADITIONAL), min_size=1, max_size=4),
    st.text(letters, max_size=8),
    st.text(st.characters(), max_size=6),
)
