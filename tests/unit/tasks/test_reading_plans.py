"""解析实施方案：样本与五份写法不同的自拟方案（云川市为虚构）。"""

import datetime as dt
from pathlib import Path

import pytest

from tasks.plan import read_plan

PLANS = Path(__file__).parents[2] / "data/plans"
AREAS = ["组织推进", "条例贯彻", "标准指引", "解读回应", "机制完善", "平台建设", "直达村居", "开拓创新"]


def plan(name: str):
    return read_plan((PLANS / f"{name}.txt").read_text("utf-8"))


def brief(name: str) -> set:
    found = plan(name).proposals
    return {
        (i.clause, i.area, i.due_on.isoformat() if i.due_on else i.recurrence, i.responsible) for i in found
    }


def test_the_specimen_comes_out_complete():
    found = plan("specimen")
    assert [i.area for i in found.proposals if i.area and not i.due_on] == AREAS
    assert [(p.name, p.period.end_on.isoformat()) for p in found.phases] == [
        ("工作部署阶段", "2023-06-30"),
        ("全面实施阶段", "2023-10-31"),
        ("总结评估阶段", "2023-12-31"),
    ]
    assert brief("specimen") >= {
        ("二、（七）", "直达村居", "2023-12-31", ""),
        ("三、（一）", "", "2023-06-30", ""),
        ("三、（二）", "", "2023-10-31", "市直各公开领域业务主管部门"),
        ("三、（三）", "", "2023-10-31", "各领域主管部门"),
        ("三、（三）", "", "2023-11-05", "各领域主管部门"),
        ("三、（三）", "", "2023-12-31", "市政务公开办"),
        ("四、（四）", "", "2023-06-30", "各县区"),
    }


def test_every_numbered_clause_of_the_specimen_below_the_general_part_is_there():
    clauses = {item.clause for item in plan("specimen").proposals}
    numbers = "一二三四五六七八"
    expected = {f"二、（{n}）" for n in numbers} | {f"三、（{n}）" for n in numbers[:3]}
    assert clauses == expected | {f"四、（{n}）" for n in numbers[:4]}


def test_a_numbered_plan_with_bodies_in_every_position():
    assert brief("numbered") == {
        ("二、（一）1.", "组织推进", "2024-06-15", "各县（市、区）人民政府"),
        ("二、（一）2.", "组织推进", "quarterly", "市政务公开办、各县（市、区）、市直有关部门"),
        ("二、（二）3.", "条例贯彻", "2025-01-31", "市直各部门"),
        ("二、（三）4.", "标准指引", "2024-09-30", "市政务公开办、市司法局、市财政局"),
        ("二、（四）5.", "解读回应", "monthly", "市直各部门"),
        ("二、（五）6.", "机制完善", "2024-06-30", "市司法局"),
        ("二、（六）7.", "平台建设", "2024-10-31", "市数据局、市政务服务中心"),
        ("二、（七）8.", "直达村居", "2024-12-31", "市农业农村局、各县（市、区）"),
        ("二、（八）9.", "开拓创新", "2024-10-31", "各县（市、区）"),
        ("三、（一）", "", "2024-06-30", "各县（市、区）"),
        ("三、（二）", "", "2024-10-31", ""),
        ("三、（三）", "", "2025-01-20", "市政务公开办"),
        ("四、", "", "2024-11-05", "各县（市、区）"),
    }


def test_a_plan_in_articles_with_dates_in_chinese_numerals():
    assert brief("articles") == {
        ("第二条", "", "2025-06-30", "各县区人民政府"),
        ("第三条", "", "2025-10-31", "市直各领域主管部门"),
        ("第三条", "", "2025-11-05", "市直各领域主管部门"),
        ("第四条", "平台建设", "2025-09-20", "各县区"),
        ("第五条", "直达村居", "2025-12-31", "乡镇（街道）"),
        ("第六条", "解读回应", "quarterly", "市政务公开办"),
    }


def test_hard_wrapped_lines_and_a_phase_over_the_year_end():
    assert brief("wrapped") == {
        ("一、（一）", "组织推进", "2023-07-31", "各县区"),
        ("一、（二）", "解读回应", "2023-09-30", "市直各部门"),
        ("一、（三）", "直达村居", "2023-11-30", "各乡镇"),
        ("二、第一阶段", "", "2023-06-30", "各县区"),
        ("二、第二阶段", "", "2023-11-30", ""),
        ("二、第三阶段", "", "2024-02-10", "各县区"),
        ("二、第三阶段", "", "2024-02-29", "市政务公开办"),
    }


def test_a_table_of_tasks():
    assert brief("table") == {
        ("表1", "组织推进", "2026-04-30", "市政务公开办、各县区"),
        ("表2", "组织推进", "2026-04-15", "各县区"),
        ("表3", "标准指引", "2026-06-30", "市司法局、市直各部门"),
        ("表4", "解读回应", "monthly", "市直各部门"),
        ("表5", "直达村居", "2026-12-31", "市财政局、各乡镇（街道）"),
        ("表6", "条例贯彻", "2027-01-31", "市直各部门"),
    }


def test_a_letter_without_numbers_dated_in_chinese():
    assert {row[1:] for row in brief("letter")} == {
        ("机制完善", "2025-08-20", "各县区"),
        ("平台建设", "2025-08-31", "市数据局"),
        ("", "2025-10-31", "市直各领域业务主管部门"),
        ("", "2025-11-05", "市直各领域业务主管部门"),
        ("", "2025-12-31", "各县区"),
        ("", "2026-01-10", "各县区"),
    }


def test_without_any_year_no_date_is_invented_and_a_given_year_fills_it():
    text = "云川市方案\n一、主要任务\n（一）组织推进。各县区6月底前报送名单。"
    assert [i.due_on for i in read_plan(text).proposals] == [None]
    assert [i.due_on for i in read_plan(text, year=2030).proposals] == [dt.date(2030, 6, 30)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "2023年\n一、任务\n" + "各县区、" * 5000 + "6月底前完成。",
        "由市" * 5000,
        "一、",
        "（一）\n1.",
        "2023年13月45日前",
        "|||\n|||",
        "（" * 500,
    ],
)
def test_nonsense_gives_nothing_rather_than_an_error(text):
    assert isinstance(read_plan(text).proposals, list)


def test_a_plan_with_odd_numbers_and_titles_without_any():
    text = """2023年提升行动工作安排
一 主要任务
组织推进。各县区要在6月底前明确责任领导。
⒈标准指引。8月底前完成目录。
二 实施步骤
工作部署阶段（2023年6月底前）。各县区制定方案。
全面实施阶段（2023年7月—2023年10月）：逐项落实。
附件：分工表"""
    found = read_plan(text)
    assert [(p.name, p.period.end_on.month) for p in found.phases] == [
        ("工作部署阶段", 6),
        ("全面实施阶段", 10),
    ]
    assert [(i.area, str(i.due_on)) for i in found.proposals] == [
        ("组织推进", "2023-06-30"),
        ("标准指引", "2023-08-31"),
        ("", "2023-06-30"),
        ("", "2023-10-31"),
    ]


def test_a_responsible_body_beside_a_lead_supports_it():
    text = "2024年方案\n一、任务\n（一）机制完善。完善制度。（牵头单位：市司法局；责任单位：市直各部门，各县区；完成时限：9月底）"
    (item,) = read_plan(text).proposals
    assert (item.lead, item.supporting, str(item.due_on)) == ("市司法局", "市直各部门、各县区", "2024-09-30")


def test_articles_name_the_area_in_passing_and_the_bodies_that_join_in():
    found = read_plan(
        "临江区基层政务公开实施方案\n第二条 区政府办公室牵头，于二季度末前完成政务公开专区建设；区数据局配合。\n"
        "第三条 区农业农村局会同各镇，于年底前公开惠民惠农补贴发放结果。\n第五条 8月底前建立政务公开考评机制。",
        year=2025,
    ).proposals
    assert [(i.area, i.responsible, i.due_on.isoformat()) for i in found] == [
        ("平台建设", "区政府办公室、区数据局", "2025-06-30"),
        ("直达村居", "区农业农村局、各镇", "2025-12-31"),
        ("机制完善", "", "2025-08-31"),
    ]


def test_half_width_stops_and_brackets_end_sentences_as_full_width_ones_do():
    plan = read_plan(
        "云川市2026年政务公开工作实施方案\n一.工作任务\n"
        "(一)组织推进.各县区6月底前报送名单(责任单位:各县区政府).\n"
        "(二)平台建设.7月—10月完成栏目核对,11月5日前报送结果.\n"
        "二.实施步骤\n1.全面实施阶段(7月—10月).各部门逐项落实.\n"
    )
    found = [(item.area, item.text.rstrip("。"), item.due_on) for item in plan.proposals]
    assert ("组织推进", dt.date(2026, 6, 30)) in [(area, due) for area, _, due in found]
    assert "各部门逐项落实" in [text for _, text, _ in found]
    assert not [text for _, text, _ in found if "." in text]
