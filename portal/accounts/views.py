"""“我的账号”：资料、改密、在用的会话。登录与两步验证的页面由 allauth 提供。"""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts import actions, forms, passwords, paths, selectors


@require_GET
@login_required
def profile(request):
    return render(
        request, "account/profile.html", {"overview": selectors.overview(request.user, at=timezone.now())}
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@login_required
def password_change(request):
    form = forms.ChangePassword(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _change(request, form):
        messages.success(request, "密码已更换，其他设备上的登录已退出。")
        target = request.POST.get("next")
        return redirect(target if paths.is_safe(target) else "accounts:profile")
    context = {
        "form": form,
        "reason": passwords.must_change(request.user, at=timezone.now()),
        "requirements": passwords.policy().help,
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render(request, "account/password_change.html", context, status=422 if form.errors else 200)


def _change(request, form) -> bool:
    user = request.user
    try:
        actions.change_password(user=user, password=form.cleaned_data["password"], by=user, at=timezone.now())
    except ValidationError as error:
        form.add_error("password", error)
        return False
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)  # 会话键已更换，在用会话的登记随之更换
    return True


@require_http_methods(["GET", "POST"])
@login_required
def session_list(request):
    """GET 列出，POST 结束本机以外的全部会话。"""
    current = request.session.session_key
    if request.method == "POST":
        count = actions.end_other_sessions(
            user=request.user, keep=current, by=request.user, at=timezone.now()
        )
        messages.success(request, f"已结束其他 {count} 个会话。" if count else "没有其他会话需要结束。")
        return redirect("usersessions_list")
    sessions = selectors.live_sessions(request.user, current=current)
    return render(request, "usersessions/usersession_list.html", {"sessions": sessions})


@require_POST
@login_required
def session_end(request, pk):
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    actions.end_session(session=get_object_or_404(others, pk=pk), by=request.user, at=timezone.now())
    messages.success(request, "已结束这个会话。")
    return redirect("usersessions_list")


@require_POST
@login_required
def session_extend(request):
    """到期提醒里的“继续使用”：请求本身就是一次操作，答复新的到期时刻。"""
    return HttpResponse(status=204, headers={"X-Session-Expires-At": request.session_expires_at.isoformat()})


def too_many_requests(request):
    """allauth 按地址限速时的页面。"""
    return render(request, "account/too_many.html", status=429)


def stale_form(request, reason=""):
    """CSRF 校验不过：多半是表单打开得太久，或在另一个窗口重新登录过。"""
    return render(request, "account/stale.html", status=403)
