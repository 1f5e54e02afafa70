"""Content-Encoding: whole streams, streams that break off, bombs, and bytes that are no stream."""

from __future__ import annotations

import gzip as gz
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmzt_crawler.middlewares.compression import TooLarge, unpacked

LIMIT = 1_000_000


def bare_deflate(content: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(content) + stream.flush()


PACKED = {"gzip": gz.compress, "zlib": zlib.compress, "deflate": bare_deflate}


@given(st.binary(max_size=3000), st.sampled_from(sorted(PACKED)))
def test_what_was_packed_comes_out_whole(content: bytes, kind: str) -> None:
    assert unpacked(PACKED[kind](content), gzip=kind == "gzip", limit=LIMIT) == (content, True)


@given(st.data(), st.binary(min_size=20, max_size=3000), st.sampled_from(sorted(PACKED)))
def test_a_stream_that_breaks_off_is_never_taken_for_whole(data: st.DataObject, content: bytes, kind: str) -> None:
    packed = PACKED[kind](content)
    cut = data.draw(st.integers(3, len(packed) - 1))
    body, whole = unpacked(packed[:cut], gzip=kind == "gzip", limit=LIMIT)
    assert not whole
    assert content.startswith(body)


@given(st.binary(max_size=500), st.booleans())
def test_any_bytes_come_back(content: bytes, gzip: bool) -> None:
    body, _ = unpacked(content, gzip=gzip, limit=LIMIT)
    assert isinstance(body, bytes)


@pytest.mark.parametrize("gzip", [True, False])
@pytest.mark.parametrize("page", [b"<html><body>1</body></html>", b"  <!DOCTYPE html>", b""])
def test_a_page_that_was_not_packed_is_taken_as_it_is(page: bytes, gzip: bool) -> None:
    assert unpacked(page, gzip=gzip, limit=LIMIT) == (page, True)


def test_several_members_and_padding() -> None:
    two = gz.compress(b"one ") + gz.compress(b"two")
    assert unpacked(two, gzip=True, limit=LIMIT) == (b"one two", True)
    assert unpacked(two + b"\0" * 10, gzip=True, limit=LIMIT) == (b"one two", True)
    assert unpacked(two[:-4], gzip=True, limit=LIMIT) == (b"one two", False)


@pytest.mark.parametrize("kind", sorted(PACKED))
def test_the_limit_is_the_last_byte_allowed(kind: str) -> None:
    packed = PACKED[kind](b"x" * LIMIT)
    assert unpacked(packed, gzip=kind == "gzip", limit=LIMIT)[1]
    with pytest.raises(TooLarge):
        unpacked(packed, gzip=kind == "gzip", limit=LIMIT - 1)
    with pytest.raises(TooLarge):
        unpacked(gz.compress(b"x" * (LIMIT // 2)) * 3, gzip=True, limit=LIMIT)
