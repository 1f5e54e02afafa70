"""What the property tests of `normalize` draw from."""

from __future__ import annotations

from hypothesis import strategies as st

ANY_TEXT = st.text(st.characters() | st.characters(categories=["Cs", "Cc", "Cf", "Zs"]))
"""Any text, rich in lone surrogates, control and format characters and white space."""
