"""账号测试用的网址：一个公开页、一个内部页，其余是真的账号网址。"""

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path


def public(request):
    return render(request, "account/leave.html") if "user" in request.GET else HttpResponse("公开")


@login_required
def desk(request):
    return HttpResponse(f"工作台 {request.user.name}")


urlpatterns = [
    path("", public),
    path("desk/", desk),
    path("desk/poll/", desk),
    path("accounts/", include("portal.accounts.urls")),
    path("admin/", admin.site.urls),
]

handler429 = "portal.accounts.views.too_many_requests"
