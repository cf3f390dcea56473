"""公开领域：逐年的名称、又称与主管部门。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from catalogs import actions, permissions, selectors
from catalogs.forms import OwnerForm, RenameForm
from catalogs.models import Field
from portal.core import clock, rules


@login_required
@require_GET
def field_list(request):
    year = clock.local_date(timezone.now()).year
    return render(request, "catalogs/fields.html", {"rows": selectors.field_rows(year), "year": year})


@login_required
@require_GET
def field_detail(request, code):
    field = get_object_or_404(Field, code=code)
    return _page(request, field, RenameForm(), OwnerForm())


@login_required
@require_POST
def field_rename(request, code):
    """自某年起改称。"""
    field, form = get_object_or_404(Field, code=code), RenameForm(request.POST)
    permissions.check_can_manage_fields(request.user)
    if not form.is_valid():
        return _page(request, field, form, OwnerForm())
    actions.rename_field(field=field, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, "已保存名称")
    return redirect("catalogs:field", code)


@login_required
@require_POST
def field_owner(request, code):
    """定某年度的主管部门。"""
    field, form = get_object_or_404(Field, code=code), OwnerForm(request.POST)
    permissions.check_can_manage_fields(request.user)
    if not form.is_valid():
        return _page(request, field, RenameForm(), form)
    actions.set_owner(field=field, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, "已保存主管部门")
    return redirect("catalogs:field", code)


def _page(request, field: Field, rename: RenameForm, owner: OwnerForm):
    context = {
        "field": field,
        "renamings": field.renamings.all(),
        "owners": field.owners.select_related("department"),
        "may_manage": rules.refusal(permissions.check_can_manage_fields, request.user) is None,
        "rename": rename,
        "owner": owner,
    }
    status = 422 if rename.errors or owner.errors else 200
    return render(request, "catalogs/field.html", context, status=status)
