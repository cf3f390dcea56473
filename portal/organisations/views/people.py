"""人员的页面：名册、一个人、新建账号，以及账号的各项办理。"""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts import actions as accounts
from portal.accounts import second_factor
from portal.core import rules
from portal.organisations import actions, permissions, selectors
from portal.organisations.forms import AppointForm, NewPersonForm, PeopleFilter, PersonForm
from portal.organisations.views.common import attempt, may_administer, page_of, status, today

User = get_user_model()


@login_required
@require_GET
def people(request):
    permissions.check_can_look(request.user)
    form = PeopleFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = selectors.people(**wanted, on=today()) if wanted else User.objects.none()
    context = {"form": form, "page": page_of(request, rows)}
    return render(request, "organisations/people.html", context | may_administer(request.user))


@login_required
@require_GET
def person(request, pk):
    permissions.check_can_look(request.user)
    someone = get_object_or_404(User, pk=pk)
    return _show(request, someone, AppointForm(person=someone, today=today()))


@login_required
@require_POST
def person_appoint(request, pk):
    """任命；填得不对时，人的那一页连同填的内容一起回来。"""
    permissions.check_can_administer(request.user)
    someone = get_object_or_404(User, pk=pk)
    form = AppointForm(request.POST, person=someone, today=today())
    if form.is_valid():
        values = form.cleaned_data | {"person": someone, "by": request.user, "at": timezone.now()}
        if made := attempt(form, actions.appoint, **values):
            messages.success(request, f"已任命{someone.name}为{made}，自 {made.start_on} 起。")
            return redirect("organisations:person", pk)
    return _show(request, someone, form)


def _show(request, someone, form: AppointForm):
    on = today()
    terms = someone.memberships.select_related("organisation")
    context = {
        "person": someone,
        "is_self": someone.pk == request.user.pk,
        "current": terms.unfinished(on=on).order_by("start_on", "pk"),
        "past": terms.finished(on=on).order_by("-end_on", "-pk"),
        "form": form,
        "today": on,
        "has_second_factor": second_factor.is_active(someone),
        "cannot_retire": rules.refusal(_retire_rule, someone, request.user),
    }
    context |= may_administer(request.user)
    return render(request, "organisations/person.html", context, status=status(form))


def _retire_rule(someone, by) -> None:
    permissions.check_can_retire(someone, by, on=today())


@login_required
@require_http_methods(["GET", "POST"])
def person_create(request):
    permissions.check_can_administer(request.user)
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"by": request.user, "at": timezone.now()}
        if made := attempt(form, accounts.create_user, **values):
            return _tell(request, *made, "账号已建立")
    context = {"form": form, "title": "新建账号", "lead": "建好后到此人的页面任命；没有任职就没有任何权限。"}
    return render(request, "organisations/form.html", context, status=status(form))


@login_required
@require_http_methods(["GET", "POST"])
def person_edit(request, pk):
    permissions.check_can_administer(request.user)
    someone = get_object_or_404(User, pk=pk)
    initial = {"name": someone.name, "phone": someone.phone}
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"user": someone, "by": request.user, "at": timezone.now()}
        if attempt(form, accounts.update_profile, **values):
            messages.success(request, "已保存。")
            return redirect("organisations:person", pk)
    context = {"form": form, "title": f"更正{initial['name']}的资料", "person": someone}
    return render(request, "organisations/form.html", context, status=status(form))


def _tell(request, someone, password: str, title: str):
    """一次性密码就写在这次的答复里：不进会话，不进数据库，刷新就没有了。"""
    return render(
        request, "organisations/password.html", {"person": someone, "password": password, "title": title}
    )


@login_required
@require_POST
def person_reset(request, pk):
    permissions.check_can_administer(request.user)
    someone = get_object_or_404(User, pk=pk)
    password = accounts.reset_password(user=someone, by=request.user, at=timezone.now())
    return _tell(request, someone, password, "密码已重置")


@login_required
@require_POST
def person_reset_second_factor(request, pk):
    permissions.check_can_administer(request.user)
    someone = get_object_or_404(User, pk=pk)
    accounts.reset_second_factor(user=someone, by=request.user, at=timezone.now())
    return _done(request, someone, "两步验证已撤去；必须使用者下次登录时重新启用。")


@login_required
@require_POST
def person_unlock(request, pk):
    permissions.check_can_administer(request.user)
    someone = get_object_or_404(User, pk=pk)
    accounts.unlock_user(user=someone, by=request.user, at=timezone.now())
    return _done(request, someone, "登录锁定已解除。")


@login_required
@require_POST
def person_end_sessions(request, pk):
    """结束此人在各处的登录；结束自己的时留下本机这一个。"""
    permissions.check_can_administer(request.user)
    someone = get_object_or_404(User, pk=pk)
    keep = request.session.session_key if someone.pk == request.user.pk else ""
    count = accounts.end_other_sessions(user=someone, keep=keep, by=request.user, at=timezone.now())
    return _done(request, someone, f"已结束 {count} 个会话。" if count else "没有在用的会话。")


@login_required
@require_POST
def person_deactivate(request, pk):
    permissions.check_can_administer(request.user)
    someone = get_object_or_404(User, pk=pk)
    actions.retire(person=someone, by=request.user, at=timezone.now())
    return _done(request, someone, f"{someone.name}的账号已停用。")


@login_required
@require_POST
def person_reactivate(request, pk):
    permissions.check_can_administer(request.user)
    someone = get_object_or_404(User, pk=pk)
    accounts.reactivate_user(user=someone, by=request.user, at=timezone.now())
    return _done(request, someone, f"{someone.name}的账号已恢复。")


def _done(request, someone, words: str):
    messages.success(request, words)
    return redirect("organisations:person", someone.pk)
