"""Articles and templated notices made by chance from a seed; every name in them is made up."""

from __future__ import annotations

import random
from collections.abc import Callable

WORDS = (
    "社会 救助 养老 服务 儿童 福利 社区 治理 会议 精神 工作 发展 建设 推进 落实 加强 提升 管理 "
    "部门 基层 群众 保障 制度 改革 创新 项目 资金 机构 组织 志愿 活动 全省 各地 认真 学习 贯彻 要求 "
    "强调 指出 通过 开展 完善 体系 能力 水平 重点 任务 问题 解决 "
    "困难 老年 殡葬 婚姻 登记 区划 地名 慈善 事业 人才 队伍 培训 检查 安全 生产 责任 监督 考核"
).split()
CITIES = (
    "广州 深圳 珠海 汕头 佛山 韶关 河源 梅州 惠州 汕尾 东莞 中山 江门 阳江 湛江 茂名 肇庆 清远 潮州 揭阳 云浮".split()
)
KINDS = "协会 学会 基金会 促进会 商会 服务中心".split()
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈", "甲乙丙丁戊己庚辛壬癸"
Written = tuple[str, list[str]]
"""Title and paragraphs."""


def paragraph(rng: random.Random, least: int = 60, most: int = 220) -> str:
    text, length = "", rng.randint(least, most)
    while len(text) < length:
        text += "".join(rng.choices(WORDS, k=rng.randint(4, 10))) + rng.choice("，。；、")
        if rng.random() < 0.12:
            text += f"共{rng.randint(2, 9999)}{rng.choice('人名个家万')}，"
        if rng.random() < 0.05:
            text += f"{day(rng)}，"
    return text[:-1] + "。"


def article(rng: random.Random, paragraphs: int | None = None) -> Written:
    title = "".join(rng.choices(WORDS, k=rng.randint(4, 9)))
    return title, [paragraph(rng) for _ in range(paragraphs or rng.randint(3, 12))]


def changed(rng: random.Random, paragraphs: list[str], share: float) -> list[str]:
    """A share of the characters replaced by others."""
    others = "".join(WORDS)
    return ["".join(rng.choice(others) if rng.random() < share else mark for mark in text) for text in paragraphs]


def cut_off(paragraphs: list[str], share: float) -> list[str]:
    left = int(sum(map(len, paragraphs)) * share)
    kept = []
    for text in paragraphs:
        kept.append(text[:left])
        left -= len(text)
        if left <= 0:
            break
    return kept


def person(rng: random.Random) -> str:
    return rng.choice(FAMILY) + "".join(rng.choices(GIVEN, k=rng.randint(1, 2)))


def body(rng: random.Random) -> str:
    return f"{rng.choice(CITIES)}市{''.join(rng.choices(WORDS, k=2))}{rng.choice(KINDS)}"


def day(rng: random.Random) -> str:
    return f"{rng.randint(2021, 2023)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"


def registration(rng: random.Random) -> Written:
    who, what = body(rng), rng.choice(["成立", "变更", "注销"])
    return f"关于准予{who}{what}登记的批复", [
        f"{who}：",
        f"你单位报送的《{who}{what}登记申请书》及有关材料收悉。经审查，申请材料齐全、符合法定形式，根据有关条例第十六条、第二十条的规定，"
        f"准予{who}{what}登记，法定代表人为{person(rng)}，注册资金{rng.randint(3, 500)}万元。",
        "请你单位自收到本批复之日起30日内，持有关材料到我厅领取登记证书，并按照章程规定的宗旨和业务范围开展活动，自觉接受登记管理机关和业务"
        "主管单位的监督检查，每年5月31日前报送上一年度工作报告。",
        f"统一社会信用代码：51440000MJ{rng.randint(1_000_000, 9_999_999)}",
        day(rng),
    ]


def penalty(rng: random.Random) -> Written:
    return "行政处罚决定书送达公告", [
        f"{body(rng)}（法定代表人：{person(rng)}）：",
        f"你单位连续{rng.randint(2, 5)}年未按规定接受年度检查，违反了有关条例第二十八条的规定。我厅于{day(rng)}依法作出"
        f"民罚决字〔2023〕{rng.randint(1, 400)}号行政处罚决定，给予你单位撤销登记的行政处罚。因无法以其他方式送达，"
        "现依照有关法律第六十一条和第九十五条的规定，向你单位公告送达上述行政处罚决定书。",
        "你单位自本公告发布之日起30日内到我厅领取行政处罚决定书，逾期即视为送达。如不服本处罚决定，可在送达之日起60日内申请行政复议，也可以在"
        "六个月内直接向人民法院提起行政诉讼。",
        "联系地址：某市某区某路118号，联系电话：020-00000042。",
        "特此公告。",
        day(rng),
    ]


def appointment(rng: random.Random) -> Written:
    office = "".join(rng.choices(WORDS, k=2))
    return "关于任免职务的通知", [
        "各地级以上市民政局，厅机关各处室、直属各单位：",
        "经研究决定：",
        f"任命{person(rng)}同志为{office}处处长，试用期一年；任命{person(rng)}同志为{rng.choice(WORDS)}中心副主任；"
        f"免去{person(rng)}同志的{rng.choice(WORDS)}处副处长职务。",
        "以上任免自发文之日起计算。请按照干部管理权限和有关规定办理相关手续，并做好工作交接。",
        day(rng),
    ]


def statistics(rng: random.Random) -> Written:
    numbers = [f"{rng.uniform(1, 150):.1f}" for _ in range(9)]
    month = f"{rng.randint(2015, 2026)}年{rng.randint(1, 12)}月"
    return f"{month}社会救助情况", [
        "截至{}底，全省共有城市低保对象{}万人，农村低保对象{}万人，城市低保平均标准每人每月{}元，农村低保平均标准每人每月{}元，"
        "全年累计支出低保资金{}亿元，同比增长{}%。全省共有特困人员{}万人，其中集中供养{}万人，分散供养{}万人。".format(
            month, *numbers
        )
    ]


def vacancy(rng: random.Random) -> Written:
    who = body(rng)
    marks = (
        f"笔试成绩{rng.randint(60, 95)}.{rng.randint(0, 99)}分，面试成绩{rng.randint(60, 95)}.{rng.randint(0, 99)}分"
    )
    return f"{who}公开招聘拟聘人员公示", [
        "根据有关规定，经过报名、资格审查、笔试、面试、体检、考察等程序，现将拟聘人员予以公示：",
        f"{person(rng)}，{rng.randint(1980, 2001)}年{rng.randint(1, 12)}月出生，{marks}。",
        f"公示时间为{day(rng)}至{day(rng)}，共7个工作日。公示期间，如对拟聘人员有异议，请以书面、电话等形式向我单位反映，反映情况应实事求是、"
        "客观公正，以个人名义反映的应当签署真实姓名并提供联系方式，以单位名义反映的应当加盖单位公章。",
    ]


TEMPLATES: dict[str, Callable[[random.Random], Written]] = {
    "registration": registration,
    "penalty": penalty,
    "appointment": appointment,
    "statistics": statistics,
    "vacancy": vacancy,
}
