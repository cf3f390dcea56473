"""界面样例：每个部件的每种状态，用编造的数据。只给管理人员看，也是一项测试。"""

import datetime as dt
from types import SimpleNamespace as Sample

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal.core.clock import TZ
from portal.core.templatetags import words
from portal.core.workflow import Move, Offer

TODAY = dt.date(2026, 8, 17)
NOON = dt.datetime(2026, 8, 17, 14, 32, tzinfo=TZ)


class SampleForm(forms.Form):
    """各种输入。"""

    title = forms.CharField(label="方案名称", help_text="与方案文件上的标题一致")
    document_number = forms.CharField(label="文号", required=False, help_text="没有文号的留空")
    written_on = forms.DateField(label="成文日期", widget=forms.DateInput(attrs={"type": "date"}))
    county = forms.ChoiceField(label="县区", choices=[("", "请选择"), ("1", "云东区"), ("2", "临川县")])
    policy = forms.ChoiceField(
        label="到期处理", choices=[("late", "可逾期办理"), ("block", "到期关闭")], widget=forms.RadioSelect
    )
    fields_of = forms.MultipleChoiceField(
        label="适用领域",
        choices=[("1", "义务教育"), ("2", "医疗卫生"), ("3", "社会救助")],
        widget=forms.CheckboxSelectMultiple,
    )
    summary = forms.CharField(
        label="内容概述", widget=forms.Textarea(attrs={"rows": 3}), help_text="100 字以内"
    )
    plan = forms.FileField(label="方案文件", help_text="PDF 或 Word，不超过 20 MB")
    agreed = forms.BooleanField(label="已核对，材料不含个人信息")


class SampleFilter(forms.Form):
    """列表上的筛选。"""

    words = forms.CharField(label="名称或文号", required=False)
    county = forms.ChoiceField(label="县区", choices=[("", "全部"), ("1", "云东区")], required=False)
    status = forms.ChoiceField(label="状态", choices=[("", "全部"), ("1", "待备案")], required=False)


@login_required
@require_GET
def styleguide(request):
    if not request.user.is_staff:
        raise Http404
    return render(request, "desk/styleguide.html", context())


def context() -> dict:
    """样例数据；键名即模板里的变量。"""
    return {
        "today": TODAY,
        "saved_at": NOON,
        "statuses": words.STATUS_WORDS.items(),
        "form": SampleForm(initial={"title": "云东区2026年基层政务公开专项行动方案"}),
        "wrong_form": wrong_form(),
        "filter_form": SampleFilter(),
        "page": Paginator(range(128), 20).page(2),
        "tabs": _tabs(),
        "counts": [("按时", 5), ("逾期", 1), ("逾期未报", 0), ("未到期", 2)],
        "rows": _rows(),
        "offers": _offers(),
        "steps": _steps(),
        "facts": _facts(),
        "files": _files(),
        "jobs": _jobs(),
        "grid": _grid(),
        "conflicts": _conflicts(),
        **_campaign(),
    }


def wrong_form() -> SampleForm:
    """提交失败后的样子：错误汇总与各处的错误。"""
    return SampleForm(
        {"document_number": "云东政办〔2026〕12号", "written_on": "2026-13-01", "policy": "late"}
    )


def _tabs() -> list[dict]:
    names = (("待办", 6), ("已办", 41), ("我发起", 0))
    return [{"label": n, "url": "#lists", "count": c, "current": n == "待办"} for n, c in names]


def _rows() -> list[Sample]:
    names = ("云东区", "云西区", "临川县", "青溪县", "白鹿县", "石桥县", "南屏县", "龙泉市")
    states = ("已备案", "待备案", "已退回", "待县区审核", "草稿", "已公开", "逾期未报", "待市受理")
    scores = ("96.50", "93.00", "88.25", None, "0.00", "91.75", None, "79.50")
    levels = ("green", "green", "amber", "green", "grey", "green", "red", "amber")
    return [
        Sample(name=n, status=s, score=p, light=level, due_on=TODAY + dt.timedelta(days=4 - i * 2))
        for i, (n, s, p, level) in enumerate(zip(names, states, scores, levels, strict=True))
    ]


def _allow(*_args) -> None:
    """样例里的规则：一概允许。"""


def _offers() -> list[Offer]:
    accept = Move(
        "accept",
        "准予备案并公开",
        (),
        "",
        _allow,
        danger=True,
        consequence="方案将立即公开，县区不能再修改。",
    )
    send_back = Move("return", "退回县区", (), "", _allow, reason=True)
    receive = Move("receive", "受理", (), "", _allow)
    withdraw = Move("withdraw", "撤回修改", (), "", _allow)
    return [
        Offer(receive, None),
        Offer(accept, None),
        Offer(send_back, None),
        Offer(withdraw, "只有本单位的填报人可以撤回"),
    ]


def _steps() -> list[Sample]:
    rows = (
        ("提交县区审核", "待县区审核", "陈晓梅", ""),
        ("退回填报人", "已退回", "周建国", "第三部分缺少时间表，请补充到月。\n联系人电话少一位。"),
        ("审核并报送", "待市受理", "周建国", ""),
    )
    return [
        Sample(
            label=label,
            target_label=target,
            by=Sample(name=who),
            at=NOON + dt.timedelta(hours=i),
            reason=reason,
        )
        for i, (label, target, who, reason) in enumerate(rows)
    ]


def _facts() -> list[tuple]:
    return [
        ("索引号", "YC001-2026-00012"),
        ("发布机构", "云东区人民政府办公室"),
        ("成文日期", "2026-06-18"),
        ("文号", ""),
        ("内容概述", "部署2026年基层政务公开提升行动，列明八个方面的时间表、路线图、任务书。"),
    ]


def _files() -> list[Sample]:
    return [
        Sample(name="云东区专项行动方案.pdf", kind="pdf", size=1_253_376, get_absolute_url=lambda: "#files"),
        Sample(name="任务书.xlsx", kind="xlsx", size=48_230, get_absolute_url=lambda: "#files"),
    ]


def _jobs() -> list[Sample]:
    rows = (
        ("进行中", True, 3, 8, "生成图表", "", False),
        ("排队中", True, 0, 0, "", "", False),
        (
            "失败",
            False,
            5,
            8,
            "",
            "第6步“排版”没有完成：字体缺失。请管理员安装 fonts-noto-cjk 后重试。",
            True,
        ),
        ("已完成", False, 8, 8, "", "", False),
    )
    return [
        Sample(
            pk=pk,
            title="综合评估报告",
            get_state_display=state,
            is_open=is_open,
            done=done,
            total=total,
            percent=round(100 * done / total) if total else None,
            step=step,
            error=error,
            can_retry=can_retry,
            finished_at=None if is_open else NOON,
            get_absolute_url=lambda: "#jobs",
        )
        for pk, (state, is_open, done, total, step, error, can_retry) in enumerate(rows, 1)
    ]


def _grid() -> dict:
    columns = [
        {"key": "standard", "label": "评分标准", "hint": "", "is_text": True},
        {"key": "deduction", "label": "扣分", "hint": "", "is_text": False},
        {"key": "reason", "label": "扣分原因", "hint": "", "is_text": True},
    ]
    lines = (
        ("1.1 目录编制", "5分", "目录齐全、事项完整", "0.5", "缺2项事项", "5 − 0.5 = 4.50"),
        ("1.2 目录动态调整", "5分", "省级目录变动后20个工作日内调整", "", "", "未评"),
        ("2.1 信息发布", "10分", "发布及时、链接有效", "1", "2条链接失效", "10 − 1 = 9.00"),
    )
    rows = [
        {
            "key": str(pk),
            "label": label,
            "hint": hint,
            "explain": explain,
            "cells": [
                {
                    "column": "standard",
                    "value": standard,
                    "label": "评分标准",
                    "locked": True,
                    "is_text": True,
                },
                {"column": "deduction", "value": deduction, "version": 1, "label": "扣分"},
                {"column": "reason", "value": reason, "version": 1, "label": "扣分原因", "is_text": True},
            ],
        }
        for pk, (label, hint, standard, deduction, reason, explain) in enumerate(lines, 1)
    ]
    return {
        "url": "#grid",
        "label": "义务教育领域评分表",
        "row_title": "指标",
        "saved_at": NOON,
        "explained": True,
        "columns": columns,
        "rows": rows,
    }


def _conflicts() -> list[tuple]:
    form = SampleForm({"title": "云东区2026年政务公开行动方案", "summary": "部署八个方面的任务。"})
    return [
        (form["title"], "云东区2026年基层政务公开专项行动方案"),
        (form["summary"], "部署八个方面的任务。"),
    ]


def _campaign() -> dict:
    phases = (("工作部署", 6, 1, 6, 30), ("全面实施", 7, 1, 10, 31), ("总结评估", 11, 1, 12, 31))
    dues = (
        ("方案备案", 6, 30),
        ("完成考核", 10, 31),
        ("报送成绩和问题清单", 11, 5),
        ("村务公开栏公开", 12, 31),
    )
    return {
        "phases": [
            Sample(name=n, start_on=dt.date(2026, a, b), end_on=dt.date(2026, c, d))
            for n, a, b, c, d in phases
        ],
        "deadlines": [Sample(name=n, due_on=dt.date(2026, m, d)) for n, m, d in dues],
    }
