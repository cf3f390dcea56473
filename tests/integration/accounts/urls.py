"""账号测试用的网址：一个公开页、一个内部页盖在最前，其余是真的网址总表。"""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from portal.config import urls


def public(request):
    return render(request, "account/leave.html") if "user" in request.GET else HttpResponse("公开")


@login_required
def desk(request):
    return HttpResponse(f"工作台 {request.user.name}")


urlpatterns = [
    path("", public),
    path("desk/", desk),
    path("desk/poll/", desk),
    *urls.urlpatterns,
]

handler429 = "portal.accounts.views.too_many_requests"
