from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assessments import actions, permissions
from assessments.models import Report
from assessments.report import chapters
from assessments.workflow import REPORT
from portal.core import rules, workflow
from portal.core.acting import reason_in
from portal.core.models import Job
from tasks import selectors as tasks


def _visible(request, pk) -> Report:
    rows = Report.objects.visible_to(request.user).select_related(
        "campaign__city", "publication", "created_by"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def report_list(request):
    campaign = tasks.current_campaign()
    rows = Report.objects.visible_to(request.user).select_related("campaign", "created_by").defer("snapshot")
    may_draft = campaign and rules.refusal(permissions.check_can_combine, request.user, campaign) is None
    return render(
        request, "assessments/reports.html", {"reports": rows, "campaign": campaign, "may_draft": may_draft}
    )


@login_required
@require_POST
def report_draft(request):
    campaign = tasks.current_campaign()
    report = actions.draft_report(
        campaign=campaign,
        by=request.user,
        at=timezone.now(),
        document_number=request.POST.get("document_number", "").strip()[:60],
    )
    messages.success(request, f"已取数，起草第 {report.number} 稿；可以先改文字，再生成")
    return redirect(report)


@login_required
@require_GET
def report_detail(request, pk):
    report = _visible(request, pk)
    computed = chapters.compute(report.snapshot)
    written = [
        (key, name, report.wording.get(key, computed[key]), key in report.wording)
        for key, name in chapters.CHAPTERS
    ]
    content = actions.compose(report)
    context = {
        "report": report,
        "chapters": written,
        "charts": [chart for chapter in content.chapters for chart in chapter.charts],
        "files": report.files.filter(report_version=report.version).select_related("file"),
        "job": Job.objects.filter(key=f"report:{report.pk}:{report.version}").first(),
        "offers": REPORT.offers(report, request.user),
        "steps": workflow.timeline(report),
        "may_edit": rules.refusal(permissions.check_can_edit_report, request.user, report) is None,
        "may_build": rules.refusal(permissions.check_can_build_report, request.user, report) is None,
        "may_publish": _may_publish(request.user, report),
    }
    return render(request, "assessments/report.html", context)


def _may_publish(user, report: Report) -> bool:
    """定稿还没送去公开，且此人是经办。"""
    is_waiting = report.status == Report.Status.FINAL and not report.publication_id
    return is_waiting and rules.refusal(permissions.check_can_combine, user, report.campaign) is None


@login_required
@require_POST
def report_wording(request, pk):
    report = _visible(request, pk)
    wording = {key: request.POST.get(f"chapter-{key}", "")[:20_000] for key, _ in chapters.CHAPTERS}
    version = request.POST.get("version", "")
    actions.save_wording(
        report=report,
        wording=wording,
        document_number=request.POST.get("document_number", "")[:60],
        version=int(version) if version.isdigit() else 0,
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, "文字已保存，请重新生成三种格式")
    return redirect(report)


@login_required
@require_POST
def report_build(request, pk):
    report = _visible(request, pk)
    return redirect(actions.queue_build(report=report, by=request.user, at=timezone.now()))


@login_required
@require_POST
def report_publish(request, pk):
    report = _visible(request, pk)
    try:
        publication = actions.publish_report(
            report=report, summary=request.POST.get("summary", ""), by=request.user, at=timezone.now()
        )
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
        return redirect(report)
    messages.success(request, "已拟稿送初审，三审通过后公开")
    return redirect(publication)


@login_required
@require_POST
def report_move(request, pk, move):
    report = _visible(request, pk)
    name = REPORT[move].name
    report = actions.move_report(
        report=report, move=name, by=request.user, at=timezone.now(), reason=reason_in(request)
    )
    messages.success(request, f"{report}：{report.get_status_display()}")
    return redirect(report)
