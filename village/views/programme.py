"""补贴项目：总览、新建、修改、申报信息、上传发放清单。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock, rules
from portal.core.sheets.gate import Refused
from portal.core.views import XLSX, download
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from village import actions, competent, permissions, presenters, selectors
from village.forms import ApplicationForm, NewProgrammeForm, ProgrammeFilter, ProgrammeForm, UploadForm
from village.models import Application, Programme
from village.models.programme import counties_seen_by
from village.sheets import payments as payment_sheet

PER_PAGE = 50


def programme_of(request, pk) -> Programme:
    rows = Programme.objects.visible_to(request.user).select_related("county", "created_by")
    return get_object_or_404(rows, pk=pk)


def own_county(request) -> Organisation:
    """此人填报的县区；没有则按规则拒绝。"""
    county = drafting_counties(request).first()
    if county is None:
        raise rules.Denied("只有县区的填报人可以维护补贴项目。")
    return county


@login_required
@require_GET
def programme_list(request):
    seen = Programme.objects.visible_to(request.user)
    years = seen.order_by("-year").values_list("year", flat=True).distinct()
    form = ProgrammeFilter(
        request.GET or None,
        years=years,
        counties=counties_seen_by(request.user),
        departments=competent.departments_of(request.user),
    )
    page = Paginator(form.apply(seen), PER_PAGE).get_page(request.GET.get("page"))
    this_year = clock.local_date(timezone.now()).year
    context = {
        "form": form,
        "page": page,
        "rows": selectors.programme_rows(page.object_list),
        "may_keep": drafting_counties(request).exists(),
        "this_year": this_year,
        "lacking": selectors.lacking_application(seen.of_year(this_year)).count(),
    }
    return render(request, "village/programmes.html", context)


def drafting_counties(request):
    """此人填报的县区。"""
    held = Organisation.objects.filter(pk__in=scope_of(request.user).organisations("draft"))
    return held.of_kind(Organisation.Kind.COUNTY)


@login_required
@require_http_methods(["GET", "POST"])
def programme_add(request):
    county, at = own_county(request), timezone.now()
    form = NewProgrammeForm(request.POST or None, initial={"year": clock.local_date(at).year})
    if request.method == "POST" and form.is_valid():
        facts = form.facts
        name, year = facts.pop("name"), form.cleaned_data["year"]
        try:
            made = actions.open_programme(
                county=county, year=year, name=name, by=request.user, at=at, **facts
            )
        except actions.NameTaken as taken:
            form.add_error("name", taken.reason)
        else:
            messages.success(request, f"已建立：{made}")
            return redirect(made)
    context = {"form": form, "county": county}
    return render(request, "village/programme_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def programme_carry(request):
    """照抄上一年的各项。"""
    county, at = own_county(request), timezone.now()
    made = actions.carry_over(county=county, year=clock.local_date(at).year, by=request.user, at=at)
    text = f"已照抄 {len(made)} 项，请逐项核对标准" if made else "没有可以照抄的：上一年没有，或今年都已有了"
    messages.success(request, text)
    return redirect("village:programmes")


@login_required
@require_GET
def programme_detail(request, pk):
    programme = programme_of(request, pk)
    rows = selectors.townships_of(programme, request.user)
    batches = programme.batches.visible_to(request.user).select_related("created_by", "confirmed_by")
    context = {
        "programme": programme,
        "facts": presenters.programme_facts(programme),
        "rows": rows,
        "total": selectors.total_of(rows),
        "batches": batches,
        "unseen": programme.batches.count() - len(batches),
        "uploads": programme.uploads.visible_to(request.user).filter(batch__isnull=True),
        "applications": programme.applications.select_related("publication"),
        "application_form": ApplicationForm(),
        "upload_form": UploadForm(),
        "may_import": rules.refusal(permissions.check_can_import, request.user, programme) is None,
        "may_keep": permissions.drafts(request.user, programme.county),
        "today": clock.local_date(timezone.now()),
    }
    return render(request, "village/programme.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def programme_edit(request, pk):
    programme = programme_of(request, pk)
    permissions.check_can_keep_programmes(request.user, programme.county)
    form, rows = ProgrammeForm(request.POST or None, instance=programme), ()
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.change_programme(
                programme=programme, facts=form.facts, version=version, by=request.user, at=timezone.now()
            )
        except actions.StaleEdit as stale:
            rows = form.beside(stale.theirs)
        except actions.NameTaken as taken:
            form.add_error("name", taken.reason)
        else:
            messages.success(request, "已保存")
            return redirect(programme)
    status = 409 if rows else 422 if form.errors else 200
    context = {"form": form, "programme": programme, "rows": rows}
    return render(request, "village/programme_form.html", context, status=status)


@login_required
@require_POST
def application_add(request, pk):
    """登记申报信息；填得不对时回到项目页，输入还在。"""
    programme = programme_of(request, pk)
    permissions.check_can_import(request.user, programme)
    form = ApplicationForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "programme": programme}
        return render(request, "village/application_form.html", context, status=422)
    actions.announce(programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, "已登记申报信息")
    return redirect(programme)


@login_required
@require_POST
def application_draft(request, pk):
    """拟一篇申报通知，转到稿件送审。"""
    rows = Application.objects.visible_to(request.user).select_related("programme__county", "publication")
    publication = actions.draft_application(
        application=get_object_or_404(rows, pk=pk), by=request.user, at=timezone.now()
    )
    messages.success(request, "已拟稿，请核对后送审")
    return redirect(publication)


@login_required
@require_POST
def upload_add(request, pk):
    """上传一份发放清单，转到它的页面看读取进度。"""
    programme = programme_of(request, pk)
    permissions.check_can_import(request.user, programme)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "请先选择发放清单，再点“上传”。")
        return redirect(programme)
    file, data = form.cleaned_data["file"], form.cleaned_data
    source = actions.Source(file.name, period=data["period"], note=data["note"])
    try:
        upload = actions.upload_list(
            programme=programme, data=file.read(), source=source, by=request.user, at=timezone.now()
        )
    except Refused as refused:
        messages.error(request, f"“{file.name}”没有收下：{refused.message}。{refused.hint}")
        return redirect(programme)
    return redirect(upload)


@login_required
@require_GET
def template(request, pk):
    """这一项补贴的空模板。"""
    programme = programme_of(request, pk)
    data = payment_sheet.template(at=timezone.now(), heading=f"{programme.county}{programme}发放清单")
    return download(data, f"{programme}发放清单模板.xlsx", XLSX)
