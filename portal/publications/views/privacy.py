"""隐私闸门的页面：检测、申请放行与审批、影响评估、已公开信息的重查。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import workflow
from portal.core.acting import reason_in
from portal.core.rules import refusal
from portal.publications import actions, gate, permissions, presenters, privacy, selectors
from portal.publications.forms import OverrideForm
from portal.publications.models import ImpactAssessment, Override, Publication
from portal.publications.views.publication import visible
from portal.publications.workflow import OVERRIDE

PER_PAGE = 30


@login_required
@require_GET
def scan(request, pk):
    """发布前的隐私检测结果，逐处列明；已批准放行的另注明。"""
    publication = visible(request, pk)
    findings, granted = gate.scan(publication), gate.in_force(publication)
    context = {
        "publication": publication,
        "findings": [f | {"is_granted": granted is not None and granted.answers(f)} for f in findings],
        "granted": granted,
        "unseen": gate.unseen(publication),
        "overrides": publication.overrides.select_related("requested_by", "approved_by"),
        "refusal": refusal(permissions.check_can_request_override, request.user, publication),
        "is_open": any(granted is None or not granted.answers(f) for f in findings),
    }
    return render(request, "publications/scan.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def request_override(request, pk):
    """申请放行，连同影响评估。"""
    publication = visible(request, pk)
    permissions.check_can_request_override(request.user, publication)
    at = timezone.now()
    form = OverrideForm(request.POST or None, initial={"assessed_on": timezone.localdate(at)})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        override = actions.request_override(
            publication=publication, reason=values.pop("reason"), assessment=values, by=request.user, at=at
        )
        messages.success(request, "已申请，等市政务公开办另一位终审人审批")
        return redirect(override)
    context = {"publication": publication, "form": form, "findings": gate.unanswered(publication)}
    return render(request, "publications/override_form.html", context, status=422 if form.errors else 200)


def _override(request, pk) -> Override:
    return get_object_or_404(Override.objects.visible_to(request.user), pk=pk)


@login_required
@require_GET
def override(request, pk):
    row = _override(request, pk)
    context = {
        "override": row,
        "facts": presenters.override_facts(row),
        "is_lapsed": row.fingerprint != gate.fingerprint(row.publication),
        "offers": OVERRIDE.offers(row, request.user),
        "steps": workflow.timeline(row),
    }
    return render(request, "publications/override.html", context)


@login_required
@require_POST
def override_move(request, pk, move):
    row = actions.move_override(
        override=_override(request, pk),
        move=OVERRIDE[move].name,
        by=request.user,
        at=timezone.now(),
        reason=reason_in(request),
    )
    messages.success(request, f"放行申请{row.get_status_display()}")
    return redirect(row)


@login_required
@require_GET
def assessments(request):
    """所见机构的影响评估，近的在前。"""
    rows = ImpactAssessment.objects.visible_to(request.user).select_related("assessed_by", "override")
    context = {"page": Paginator(rows.newest_first(), PER_PAGE).get_page(request.GET.get("page"))}
    return render(request, "publications/assessments.html", context)


@login_required
@require_GET
def assessment(request, pk):
    """一份影响评估，可打印存档。"""
    rows = ImpactAssessment.objects.visible_to(request.user).select_related("override__approved_by")
    row = get_object_or_404(rows, pk=pk)
    context = {"assessment": row, "override": row.override, "facts": presenters.assessment_facts(row)}
    return render(request, "publications/assessment.html", context)


@login_required
@require_GET
def findings(request):
    """已公开而有发现的，逐条列明；重查的进度。"""
    permissions.check_can_see_findings(request.user)
    rows = Publication.objects.with_findings().select_related("column", "organisation").newest_first()
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "job": selectors.rescan_job(),
        "waiting": Publication.objects.to_rescan(privacy.VERSION).count(),
        "total": Publication.objects.published().count(),
        "version": privacy.VERSION,
        "may_rescan": refusal(permissions.check_can_rescan, request.user) is None,
    }
    return render(request, "publications/findings.html", context)


@login_required
@require_POST
def rescan(request):
    actions.queue_rescan(by=request.user, at=timezone.now())
    messages.success(request, "已开始重查，可以离开此页")
    return redirect("publications:findings")
