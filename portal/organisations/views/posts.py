"""任职的办理：免职、撤销还没有开始的任命。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.organisations import actions, permissions
from portal.organisations.forms import EndForm
from portal.organisations.models import Membership


@login_required
@require_POST
def membership_end(request, pk):
    permissions.check_can_administer(request.user)
    membership = get_object_or_404(Membership.objects.select_related("person", "organisation"), pk=pk)
    form = EndForm(request.POST)
    if form.is_valid():
        on = form.cleaned_data["on"]
        actions.end_membership(membership=membership, on=on, by=request.user, at=timezone.now())
        messages.success(request, f"{membership.person.name}任{membership}到 {on} 为止。")
    else:
        messages.error(request, "没有免职：请填写最后一天的日期。")
    return redirect("organisations:person", membership.person_id)


@login_required
@require_POST
def membership_cancel(request, pk):
    permissions.check_can_administer(request.user)
    membership = get_object_or_404(Membership.objects.select_related("person", "organisation"), pk=pk)
    actions.cancel_appointment(membership=membership, by=request.user, at=timezone.now())
    messages.success(request, f"{membership.person.name}任{membership}的任命已撤销。")
    return redirect("organisations:person", membership.person_id)
