from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import clock
from portal.organisations import selectors as organisations
from tasks import actions, permissions, selectors
from tasks.forms import CampaignForm, DeadlineForm
from tasks.models import Campaign, Deadline
from tasks.workflow import CAMPAIGN


@login_required
@require_GET
def campaign_current(request):
    """去往正在进行的行动；还没有的，说明谁来建立。"""
    campaign = selectors.current_campaign()
    return redirect(campaign) if campaign else render(request, "tasks/no_campaign.html")


@login_required
@require_GET
def campaign_detail(request, year):
    campaign = get_object_or_404(Campaign.objects.select_related("city"), year=year)
    on = clock.local_date(timezone.now())
    context = {
        "campaign": campaign,
        "phases": campaign.phases.all(),
        "phase": selectors.phase_on(campaign, on),
        "areas": campaign.areas.all(),
        "deadlines": campaign.deadlines.all(),
        "participants": campaign.participants.select_related("county"),
        "offers": CAMPAIGN.offers(campaign, request.user),
        "may_run": organisations.scope_of(request.user).can("run_campaign", campaign.city),
        "today": on,
    }
    return render(request, "tasks/campaign.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def campaign_create(request):
    city = organisations.city()
    permissions.check_can_run(request.user, city)
    counties = organisations.counties()
    initial = {"year": clock.local_date(timezone.now()).year, "counties": counties}
    form = CampaignForm(request.POST or None, counties=counties, initial=initial)
    if request.method == "POST" and form.is_valid():
        campaign = actions.create_campaign(city=city, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"已建立“{campaign}”，核对期限后启动")
        return redirect(campaign)
    return render(request, "tasks/campaign_create.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def campaign_move(request, year, move):
    campaign = get_object_or_404(Campaign, year=year)
    campaign = actions.move_campaign(
        campaign=campaign, move=CAMPAIGN[move].name, by=request.user, at=timezone.now()
    )
    messages.success(request, f"“{campaign}”{campaign.get_status_display()}")
    return redirect(campaign)


@login_required
@require_http_methods(["GET", "POST"])
def deadline_edit(request, pk):
    deadline = get_object_or_404(Deadline.objects.select_related("campaign__city"), pk=pk)
    permissions.check_can_run(request.user, deadline.campaign)
    form = DeadlineForm(request.POST or None, instance=deadline)
    if request.method == "POST" and form.is_valid():
        fresh = Deadline.objects.select_related("campaign__city").get(pk=pk)
        actions.update_deadline(deadline=fresh, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"“{deadline}”的期限已更新")
        return redirect(deadline.campaign)
    context = {"form": form, "deadline": deadline}
    return render(request, "tasks/deadline_edit.html", context, status=422 if form.errors else 200)
