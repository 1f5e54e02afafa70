"""`frozen` classes behave as frozen dataclasses with slots do."""

from __future__ import annotations

import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace
from typing import Any

import pytest

from gdmzt_crawler.frozen import frozen
from gdmzt_crawler.models import Article, Candidate, Image, Paragraph


class Shape:
    name: str
    size: int = 3
    tags: dict[str, str] = field(default_factory=dict)


# A copy each: a class with slots cannot be made one twice.
Ours: Any = frozen(type("Shape", (), dict(vars(Shape))))
Theirs: Any = dataclass(frozen=True, slots=True)(type("Shape", (), dict(vars(Shape))))


def test_the_same_signature_values_and_texts_as_a_dataclass() -> None:
    assert str(inspect.signature(Ours)).replace("<unset>", "<factory>").count("=") == 2
    assert list(inspect.signature(Ours).parameters) == list(inspect.signature(Theirs).parameters)
    for arguments, named in ((("a",), {}), (("a", 4), {}), ((), {"name": "a", "tags": {"x": "y"}})):
        ours, theirs = Ours(*arguments, **named), Theirs(*arguments, **named)
        assert repr(ours) == repr(theirs)
        assert ours == Ours(*arguments, **named)
        assert not hasattr(ours, "__dict__")
    for arguments in ((), ("a", 1, {}, 2)):
        for made in (Ours, Theirs):
            with pytest.raises(TypeError):
                made(*arguments)


def test_a_default_that_is_made_is_made_for_each() -> None:
    assert Ours("a").tags is not Ours("a").tags


def test_a_value_cannot_be_changed() -> None:
    paragraph = Paragraph("正文")
    with pytest.raises(FrozenInstanceError):
        paragraph.text = "other"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del paragraph.text
    assert replace(paragraph, kind="heading") == Paragraph("正文", "heading")
    assert hash(paragraph) == hash(Paragraph("正文"))


@pytest.mark.parametrize(
    "value", [Article("u", "t", meta={"a": "b"}), Candidate("title", "v", "r", "chosen"), Image("u", caption="c")]
)
def test_values_are_pickled(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value
