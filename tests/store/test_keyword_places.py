"""Which names in a text are places, and which are not."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmzt_crawler.store.keywords.gazetteer import load_gazetteer
from gdmzt_crawler.store.keywords.places import PlaceFinder

KNOWN = load_gazetteer()
FINDER = PlaceFinder(KNOWN)
PARTS = sorted({*KNOWN.full, *KNOWN.short, "城区", "区", "市", "路", "大学", "的", "，", "海", "山", "江", "天", "南"})


def named(text: str) -> dict[str, int]:
    """Names of the places that a text names itself, with how often."""
    return {KNOWN.places[code].name: count for code, count in FINDER.mentions(text).items() if count}


def test_the_gazetteer_is_whole() -> None:
    levels = Counter(place.level for place in KNOWN.places.values())
    assert levels == {"province": 34, "city": 21, "district": 122}
    districts = [place.name for place in KNOWN.places.values() if place.level == "district"]
    ethnic = {"连山壮族瑶族自治县", "连南瑶族自治县", "乳源瑶族自治县"}
    assert Counter(name[-1] for name in districts if name not in ethnic) == {"区": 65, "市": 20, "县": 34}
    assert ethnic <= set(districts)
    for code, place in KNOWN.places.items():
        above = {"province": None, "city": code[:2] + "0000", "district": code[:4] + "00"}[place.level]
        assert (len(code), place.parent) == (6, above)
    undivided = {"东莞市", "中山市"}
    cities = {place.code: place.name for place in KNOWN.places.values() if place.level == "city"}
    assert {name for code, name in cities.items() if code not in {p.parent for p in KNOWN.places.values()}} == undivided


def test_every_place_is_found_by_its_full_name() -> None:
    for place in KNOWN.places.values():
        city = "" if place.parent is None or place.level != "district" else KNOWN.places[place.parent].name
        assert named(f"日前，{city}{place.name}举行活动。")[place.name] == 1, place


def test_every_province_and_city_is_found_by_its_short_name() -> None:
    for short, code in KNOWN.short.items():
        assert named(f"日前，{short}举行活动。") == {KNOWN.places[code].name: 1}, short
    assert {"广东", "内蒙古", "广西", "香港", "广州", "云浮"} <= set(KNOWN.short)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("广东省广州市天河区", ["广东省", "广州市", "天河区"]),
        ("广州天河和深圳南山", ["广州市", "天河区", "深圳市", "南山区"]),
        ("广州市天河", ["广州市", "天河区"]),
        ("佛山顺德、中山两地", ["佛山市", "顺德区", "中山市"]),
        ("梅州梅县", ["梅州市", "梅县区"]),
        ("乳源瑶族自治县与清远连南", ["乳源瑶族自治县", "清远市", "连南瑶族自治县"]),
        ("广东海南两省", ["广东省", "海南省"]),
        ("福建江西湖南", ["福建省", "江西省", "湖南省"]),
        ("上海浦东、以上海为例", ["上海市"]),
        ("广州路桥公司", ["广州市"]),
        ("江门街道整洁", ["江门市"]),
        ("汕尾市城区、汕尾城区", ["汕尾市", "城区"]),
        # inside other words
        ("孙中山在中山大学、中山路、中山西路、中山公园，穿中山装", []),
        ("集中山区力量", []),
        ("珠江西岸与滨江西路", []),
        ("太湖南岸、洞庭湖北面、黄河南岸、运河北段、天河南二路", []),
        ("上海南站", ["上海市"]),
        ("珠海南部、北海南珠、南海南部", ["珠海市"]),
        ("佛山西站、鹤山东面", ["佛山市"]),
        ("隆重庆祝、建设幸福建功新时代、造福建设者", []),
        ("大河源头、黄河源、河源头活水", []),
        ("长江门户、珠江门口", []),
        ("北京路步行街、珠海大道、深圳街", []),
        ("看清远方、白云浮动", []),
        ("看清远处", []),
        ("白云南路", []),
        ("海上海拔、海平面以上海域", []),
        # dialects, dishes and schools
        ("粤语、客家话和潮州话坐席，会说广州话、梅州话", []),
        ("广东方言、上海口音、湖南菜、潮州菜、广东早茶、阳江炒米、重庆火锅、潮州工夫茶", []),
        ("广州大学、深圳大学、广东工业大学、汕头职业技术学院、深圳中学、佛山医科", []),
        ("广东话题、广州话剧团、深圳菜市场、北京大学生、广州大学城", ["广东省", "广州市", "深圳市", "北京市"]),
        ("潮州市民说潮州话", ["潮州市"]),
        # districts
        ("主城区、城区改造", []),
        ("滨江城区建设", []),
        ("天河体育中心、越秀公园、南海航线", []),
        ("两者的高明区别", []),
        ("发展新兴县域经济", []),
        ("河源和平解放、清远清新空气、深圳光明前景", ["河源市", "清远市", "深圳市"]),
        ("黄梅县", []),
        ("广州黄埔军校", ["广州市"]),
        # districts that others have too
        ("白云区召开会议", []),
        ("白云区召开会议，广州市代表参加", ["白云区", "广州市"]),
        ("贵阳市白云区与广州市结对", ["广州市"]),
        ("海口市龙华区、深圳市龙华区", ["深圳市", "龙华区"]),
        ("岭南山区的深圳援建者", ["深圳市"]),
        ("朝阳区、鼓楼区、市中区、南山区", []),
        ("", []),
    ],
)
def test_what_is_a_place(text: str, names: list[str]) -> None:
    assert set(named(text)) == set(names)


def test_mentions_are_counted_and_places_above_are_brought() -> None:
    found = FINDER.mentions("天河区。天河区，广州天河。江西省")
    assert found == {"440106": 3, "440100": 1, "440000": 0, "360000": 1}
    assert FINDER.mentions("台山市") == {"440781": 1, "440700": 0, "440000": 0}
    assert FINDER.mentions("没有地方") == {}


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_counts_come_from_names_that_stand_there(text: str) -> None:
    found = FINDER.mentions(text)
    for code, count in found.items():
        place = KNOWN.places[code]
        assert place.parent is None or place.parent in found
        if count:
            names = [name for name, at in (*KNOWN.full.items(), *KNOWN.short.items()) if at == code]
            names += [name for names in KNOWN.within.values() for name, at in names.items() if at == code]
            assert sum(map(text.count, names)) >= count
        else:
            assert any(code in KNOWN.above(other) for other in found)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PARTS), max_size=8).map("".join), st.lists(st.sampled_from(PARTS), max_size=8).map("".join)
)
def test_sentences_do_not_bear_on_each_other(one: str, other: str) -> None:
    """But where another city makes a name certain, which may add mentions and never takes any away."""
    together, apart = FINDER.mentions(f"{one}。{other}"), Counter(FINDER.mentions(one))
    apart.update(FINDER.mentions(other))
    for code in {*together, *apart}:
        if code in KNOWN.namesakes:
            assert together.get(code, 0) >= apart[code]
        else:
            assert together.get(code, 0) == apart[code]
