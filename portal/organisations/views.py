"""机构、人员与岗位的页面：系统管理员办理，审计员只读。"""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts import actions as accounts
from portal.core import clock
from portal.core.rules import Denied
from portal.organisations import actions, permissions, selectors
from portal.organisations.forms import (
    AppointForm,
    EndForm,
    EndOrganisationForm,
    NewOrganisationForm,
    OrganisationForm,
    PersonForm,
)
from portal.organisations.models import Membership, Organisation
from portal.organisations.roles import Role
from portal.organisations.scope import scope_of

User = get_user_model()
PER_PAGE = 50


def _check_can_look(user) -> None:
    scope = scope_of(user)
    if not (scope.is_administrator or scope.is_auditor):
        raise Denied("机构与人员由系统管理员管理，审计员可以查看。")


def _today():
    return clock.local_date(timezone.now())


@login_required
@require_GET
def tree(request):
    """一层一层展开；查询时列出全部符合的。"""
    _check_can_look(request.user)
    words = request.GET.get("words", "").strip()
    parent = Organisation.objects.filter(pk=request.GET.get("in") or None).first() or selectors.city()
    rows = parent.get_children()
    if words:
        found = Q(name__icontains=words) | Q(code__iexact=words) | Q(region_code=words)
        rows = Organisation.objects.filter(found)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"parent": parent, "trail": parent.get_ancestors(), "page": page, "words": words}
    return render(request, "organisations/tree.html", context | _may(request.user))


def _may(user) -> dict:
    return {"may_administer": scope_of(user).is_administrator}


@login_required
@require_GET
def detail(request, pk):
    _check_can_look(request.user)
    organisation = get_object_or_404(Organisation, pk=pk)
    context = {
        "organisation": organisation,
        "trail": organisation.get_ancestors(),
        "memberships": organisation.memberships.select_related("person").order_by("end_on", "role"),
        "today": _today(),
    }
    return render(request, "organisations/detail.html", context | _may(request.user))


@login_required
@require_http_methods(["GET", "POST"])
def add(request, parent):
    permissions.check_can_administer(request.user)
    above = get_object_or_404(Organisation, pk=parent)
    form = NewOrganisationForm(request.POST or None, parent=above)
    if request.method == "POST" and form.is_valid():
        made = actions.add_organisation(parent=above, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"已设立{made.name}")
        return redirect("organisations:detail", made.pk)
    context = {"form": form, "title": f"在{above.short_name}之下设立机构", "back": above}
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    permissions.check_can_administer(request.user)
    organisation = get_object_or_404(Organisation, pk=pk)
    form = OrganisationForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        actions.update_organisation(
            organisation=organisation, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, "已保存")
        return redirect("organisations:detail", pk)
    context = {"form": form, "title": f"修改{organisation.short_name}", "back": organisation}
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def end(request, pk):
    permissions.check_can_administer(request.user)
    organisation = get_object_or_404(Organisation.objects.current(), pk=pk)
    form = EndOrganisationForm(request.POST or None, organisation=organisation, initial={"on": _today()})
    if request.method == "POST" and form.is_valid():
        actions.end_organisation(
            organisation=organisation, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, f"{organisation.short_name}已撤并，历史数据仍在")
        return redirect("organisations:detail", pk)
    context = {"form": form, "title": f"撤并{organisation.short_name}", "back": organisation}
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def people(request):
    _check_can_look(request.user)
    words, role = request.GET.get("words", "").strip(), request.GET.get("role", "")
    rows = User.objects.prefetch_related("memberships__organisation").order_by("username")
    if words:
        rows = rows.filter(Q(username__icontains=words) | Q(name__icontains=words))
    if role in Role.values:
        rows = rows.filter(memberships__role=role).distinct()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "role": role, "roles": Role.choices}
    return render(request, "organisations/people.html", context | _may(request.user))


@login_required
@require_GET
def person(request, pk):
    _check_can_look(request.user)
    someone = get_object_or_404(User, pk=pk)
    context = {
        "person": someone,
        "memberships": someone.memberships.select_related("organisation").order_by("-start_on"),
        "today": _today(),
        "appoint_form": AppointForm(today=_today()),
        "end_form": EndForm(initial={"on": _today()}),
        "one_time": request.session.pop("one_time_password", None),
    }
    return render(request, "organisations/person.html", context | _may(request.user))


@login_required
@require_http_methods(["GET", "POST"])
def person_create(request):
    permissions.check_can_administer(request.user)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (made := _create(request, form)):
        return redirect("organisations:person", made.pk)
    context = {"form": form, "title": "新建账号"}
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


def _create(request, form: PersonForm):
    """新建并把一次性口令留给下一页显示一次；输入不合要求时写回表单。"""
    try:
        made, one_time = accounts.create_user(by=request.user, at=timezone.now(), **form.cleaned_data)
    except accounts.ValidationError as error:
        form.add_error(None, error) if not hasattr(error, "error_dict") else form._update_errors(error)
        return None
    request.session["one_time_password"] = one_time
    return made


@login_required
@require_POST
def person_appoint(request, pk):
    permissions.check_can_administer(request.user)
    someone = get_object_or_404(User, pk=pk)
    form = AppointForm(request.POST, today=_today())
    if form.is_valid():
        made = actions.appoint(person=someone, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"已任命：{made}")
        return redirect("organisations:person", pk)
    context = {"form": form, "title": f"任命{someone.name}"}
    return render(request, "organisations/form.html", context, status=422)


@login_required
@require_POST
def membership_end(request, pk):
    permissions.check_can_administer(request.user)
    membership = get_object_or_404(Membership.objects.select_related("person"), pk=pk)
    form = EndForm(request.POST)
    if form.is_valid():
        actions.end_membership(
            membership=membership, on=form.cleaned_data["on"], by=request.user, at=timezone.now()
        )
        messages.success(
            request, f"{membership.person.name}的“{membership}”到 {form.cleaned_data['on']} 为止"
        )
    else:
        messages.error(request, "请填写最后一天的日期。")
    return redirect("organisations:person", membership.person_id)


@login_required
@require_POST
def person_reset(request, pk):
    permissions.check_can_administer(request.user)
    someone = get_object_or_404(User, pk=pk)
    request.session["one_time_password"] = accounts.reset_password(
        user=someone, by=request.user, at=timezone.now()
    )
    return redirect("organisations:person", pk)


@login_required
@require_POST
def person_deactivate(request, pk):
    permissions.check_can_administer(request.user)
    someone = get_object_or_404(User, pk=pk)
    actions.retire(person=someone, by=request.user, at=timezone.now())
    messages.success(request, f"{someone.name}的账号已停用")
    return redirect("organisations:person", pk)


@login_required
@require_POST
def person_reactivate(request, pk):
    permissions.check_can_administer(request.user)
    someone = get_object_or_404(User, pk=pk)
    accounts.reactivate_user(user=someone, by=request.user, at=timezone.now())
    messages.success(request, f"{someone.name}的账号已恢复")
    return redirect("organisations:person", pk)
