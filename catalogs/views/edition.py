"""一版目录：按领域列事项、送审与审核、报送与确认、对比、导出。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalogs import actions, permissions, presenters, selectors
from catalogs.forms import DescribeForm, ItemFilter
from catalogs.models import Edition, Section
from catalogs.sheets import comparing, exporting
from catalogs.workflow import EDITION, SECTION
from portal.core import rules, workflow
from portal.core.acting import reason_in
from portal.core.views import XLSX, download
from portal.publications.gate import Blocked
from portal.publications.views import held

PER_PAGE = 100
EFFECTS = {"confirm": actions.confirm_edition, "issue": actions.issue_edition}


def _edition(request, pk) -> Edition:
    rows = Edition.objects.visible_to(request.user).select_related("catalog__organisation", "basis__catalog")
    return get_object_or_404(rows, pk=pk)


def _section(request, pk) -> Section:
    rows = Section.objects.visible_to(request.user).select_related("edition__catalog__organisation", "field")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def edition_detail(request, pk):
    edition = _edition(request, pk)
    form = ItemFilter(request.GET, fields=selectors.fields_in(edition))
    page = Paginator(form.apply(edition.items.in_order().select_related("field")), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "edition": edition,
        "sections": selectors.section_rows(edition),
        "form": form,
        "page": page,
        "facts": presenters.edition_facts(edition),
        "offers": EDITION.offers(edition, request.user),
        "timeline": workflow.timeline(edition),
        "may_edit": rules.refusal(permissions.check_can_edit, request.user, edition) is None,
        "may_print": rules.refusal(permissions.check_can_print, request.user) is None,
        "others": edition.catalog.editions.exclude(pk=edition.pk),
        "effect": edition.is_editable and edition.catalog.dependants.exists(),
    }
    return render(request, "catalogs/edition.html", context)


@login_required
@require_GET
def edition_workbook(request, pk):
    """通行 13 栏的工作簿，可改了再导入。"""
    edition = _edition(request, pk)
    return download(exporting.workbook(edition, at=timezone.now()), f"{edition.title}.xlsx", XLSX)


@login_required
@require_POST
def edition_print(request, pk):
    """印成 PDF 与 Word。"""
    return redirect(actions.queue_print(edition=_edition(request, pk), by=request.user, at=timezone.now()))


@login_required
@require_http_methods(["GET", "POST"])
def edition_describe(request, pk):
    """填写文号与印发、生效日期。"""
    edition = _edition(request, pk)
    permissions.check_can_edit(request.user, edition)
    form = DescribeForm(request.POST or None, instance=edition)
    if request.method == "POST" and form.is_valid():
        actions.describe_edition(edition=edition, document=form.document, by=request.user, at=timezone.now())
        messages.success(request, "已保存")
        return redirect(edition)
    context = {"edition": edition, "form": form}
    return render(request, "catalogs/describe.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def edition_submit(request, pk):
    """各领域一次送审。"""
    edition = _edition(request, pk)
    sent = actions.submit_sections(edition=edition, by=request.user, at=timezone.now())
    messages.success(request, f"已把 {len(sent)} 个领域送主管部门审核" if sent else "没有要送审的领域")
    return redirect(edition)


@login_required
@require_POST
def edition_move(request, pk, move):
    edition, at = _edition(request, pk), timezone.now()
    name = EDITION[move].name
    try:
        if name in EFFECTS:
            edition = EFFECTS[name](edition=edition, by=request.user, at=at)
        else:
            edition = actions.move_edition(
                edition=edition, move=name, by=request.user, at=at, reason=reason_in(request)
            )
    except Blocked as blocked:
        return held(request, blocked, at=at)
    messages.success(request, f"{edition}：{edition.get_status_display()}")
    return redirect(edition)


@login_required
@require_GET
def edition_effect(request, pk):
    """这一版标准印发后，各级目录各受什么影响。"""
    edition = _edition(request, pk)
    context = {"edition": edition, "rows": selectors.effect_of(edition)}
    return render(request, "catalogs/effect.html", context)


@login_required
@require_GET
def edition_compare(request, pk):
    """与另一版逐条对比；不指明则与上一版。"""
    edition = _edition(request, pk)
    chosen = {name: request.GET.get(name, "") for name in ("kind", "field")}
    context = presenters.comparison(edition, _other(request, edition), **chosen)
    return render(request, "catalogs/compare.html", context)


@login_required
@require_GET
def compare_workbook(request, pk):
    """对照表。"""
    edition = _edition(request, pk)
    other = _other(request, edition)
    return download(
        comparing.workbook(other, edition, at=timezone.now()), f"{edition.title}对照表.xlsx", XLSX
    )


def _other(request, edition: Edition) -> Edition | None:
    chosen = request.GET.get("with", "")
    if chosen.isdecimal():
        return _edition(request, int(chosen))
    earlier = edition.catalog.editions.filter(number__lt=edition.number)
    return earlier.exclude(status=Edition.Status.DISCARDED).order_by("-number").first()


@login_required
@require_GET
def section_detail(request, pk):
    """一个领域：全部事项、审核与时间线。"""
    section = _section(request, pk)
    context = {
        "section": section,
        "items": section.edition.items.filter(field=section.field).in_order(),
        "offers": SECTION.offers(section, request.user),
        "timeline": workflow.timeline(section),
        "may_edit": rules.refusal(permissions.check_can_edit_section, request.user, section) is None,
    }
    return render(request, "catalogs/section.html", context)


@login_required
@require_POST
def section_move(request, pk, move):
    section = actions.move_section(
        section=_section(request, pk),
        move=SECTION[move].name,
        by=request.user,
        at=timezone.now(),
        reason=reason_in(request),
    )
    messages.success(request, f"{section}：{section.get_status_display()}")
    return redirect(section)
