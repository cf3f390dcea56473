"""机构的页面：一层一层看，设立、修改、撤并、恢复。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.organisations import actions, permissions, selectors
from portal.organisations.forms import (
    EndOrganisationForm,
    NewOrganisationForm,
    OrganisationForm,
    TreeFilter,
)
from portal.organisations.models import Organisation
from portal.organisations.views.common import attempt, may_administer, page_of, status, today


@login_required
@require_GET
def tree(request):
    """一层一页；查询时列出全部符合的。还没有市时，请管理员先设立或导入。"""
    permissions.check_can_look(request.user)
    form = TreeFilter(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    parent = selectors.place(request.GET.get("in")) or Organisation.objects.filter(depth=1).first()
    rows = selectors.places_named(words) if words else selectors.children(parent)
    context = {
        "form": form,
        "words": words,
        "parent": parent,
        "trail": Organisation.objects.get_ancestors(parent) if parent else [],
        "page": page_of(request, rows),
        "can_grow": parent is not None and parent.is_current and parent.kind in Organisation.PARENTS.values(),
    }
    return render(request, "organisations/tree.html", context | may_administer(request.user))


@login_required
@require_GET
def detail(request, pk):
    permissions.check_can_look(request.user)
    organisation = get_object_or_404(Organisation.objects.select_related("successor"), pk=pk)
    terms = organisation.memberships.select_related("person")
    on = today()
    context = {
        "organisation": organisation,
        "trail": Organisation.objects.get_ancestors(organisation),
        "current": terms.unfinished(on=on).order_by("role", "start_on"),
        "past": terms.finished(on=on).order_by("-end_on", "-pk"),
        "children": page_of(request, selectors.children(organisation)),
        "can_grow": organisation.is_current and organisation.kind in Organisation.PARENTS.values(),
        "today": on,
    }
    return render(request, "organisations/detail.html", context | may_administer(request.user))


@login_required
@require_http_methods(["GET", "POST"])
def add_city(request):
    """新站点的第一步。"""
    return _add(request, None, "设立本站所属的市")


@login_required
@require_http_methods(["GET", "POST"])
def add(request, parent):
    permissions.check_can_administer(request.user)
    above = get_object_or_404(Organisation, pk=parent)
    return _add(request, above, f"在{above.short_name}之下设立机构")


def _add(request, above: Organisation | None, title: str):
    permissions.check_can_administer(request.user)
    form = NewOrganisationForm(request.POST or None, parent=above)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"parent": above, "by": request.user, "at": timezone.now()}
        if made := attempt(form, actions.add_organisation, **values):
            messages.success(request, f"已设立{made.name}。")
            return redirect("organisations:detail", made.pk)
    context = {"form": form, "title": title, "back": above}
    return render(request, "organisations/form.html", context, status=status(form))


@login_required
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    permissions.check_can_administer(request.user)
    organisation = get_object_or_404(Organisation, pk=pk)
    form = OrganisationForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"organisation": organisation, "by": request.user, "at": timezone.now()}
        if attempt(form, actions.update_organisation, **values):
            messages.success(request, "已保存。")
            return redirect("organisations:detail", pk)
    context = {"form": form, "title": "修改机构资料", "back": organisation}
    return render(request, "organisations/form.html", context, status=status(form))


@login_required
@require_http_methods(["GET", "POST"])
def end(request, pk):
    permissions.check_can_administer(request.user)
    organisation = get_object_or_404(Organisation.objects.current(), pk=pk)
    form = EndOrganisationForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"organisation": organisation, "by": request.user, "at": timezone.now()}
        actions.end_organisation(**values)
        messages.success(request, f"{organisation.short_name}已撤并，历史数据仍在。")
        return redirect("organisations:detail", pk)
    context = {
        "form": form,
        "title": f"撤并{organisation.short_name}",
        "back": organisation,
        "lead": "历史数据留在原机构，今后不再派给它工作。仍有人任职、仍有下级的，须先移交。",
    }
    return render(request, "organisations/form.html", context, status=status(form))


@login_required
@require_POST
def reopen(request, pk):
    permissions.check_can_administer(request.user)
    organisation = get_object_or_404(Organisation, pk=pk)
    actions.reopen_organisation(organisation=organisation, by=request.user, at=timezone.now())
    messages.success(request, f"{organisation.short_name}已恢复。")
    return redirect("organisations:detail", pk)
