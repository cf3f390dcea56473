"""政策与解读的页面。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import rules
from tasks import counties
from tasks.actions.ledger import Invalid
from tasks.registers.interpretation import actions, lists, permissions, selectors
from tasks.registers.interpretation.forms import InterpretationForm, PolicyFilter, PolicyForm
from tasks.registers.interpretation.models import Interpretation, Policy
from tasks.registers.interpretation.sheets import POLICIES
from tasks.views import ledger

FORM = "tasks/interpretation/policy_form.html"


def _filter(request) -> PolicyFilter:
    return PolicyFilter(
        request.GET,
        years=lists.years_of(Policy, request.user, "published_on"),
        counties=counties.seen_by(request.user),
        states=lists.choices(lists.POLICY_STATES),
    )


@login_required
@require_GET
def policy_list(request):
    form = _filter(request)
    rows = lists.policy_rows(request.user, selectors.clock_at(timezone.now()), **form.chosen)
    context = {
        "form": form,
        "page": ledger.page_of(request, rows),
        "may_keep": bool(ledger.own_places(request)),
    }
    return render(request, "tasks/interpretation/policies.html", context)


@login_required
@require_GET
def policy_export(request):
    chosen = lists.policy_rows(request.user, selectors.clock_at(timezone.now()), **_filter(request).chosen)
    rows = POLICIES.seen(request.user).filter(pk__in=[one.row.pk for one in chosen])
    return ledger.exported(POLICIES, rows, name="政策文件与解读")


@login_required
@require_POST
def policy_import(request):
    return ledger.imported(request, POLICIES, back="tasks:policies")


@login_required
@require_http_methods(["GET", "POST"])
def policy_add(request):
    place = ledger.own_place(request)
    form = PolicyForm(request.POST or None, places=ledger.own_places(request), initial={"issuer": place.name})

    def save(form):
        policy = Policy(organisation=ledger.own_place(request, form))
        return actions.save_policy(policy=policy, values=form.values, by=request.user, at=timezone.now())

    return ledger.saving(
        request, form, save, template=FORM, context={"place": place}, said="已登记，解读了请接着登记解读"
    )


def _policy(request, pk) -> Policy:
    return get_object_or_404(selectors.policies(request.user), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def policy_edit(request, pk):
    policy = _policy(request, pk)
    permissions.check_can_keep(request.user, policy.organisation)
    form = PolicyForm(request.POST or None, instance=policy)

    def save(form):
        version = form.cleaned_data["version"] or 0
        return actions.save_policy(
            policy=policy, values=form.values, version=version, by=request.user, at=timezone.now()
        )

    return ledger.saving(request, form, save, template=FORM, context={"policy": policy}, said="已保存")


@login_required
@require_GET
def policy_detail(request, pk):
    return _page(request, _policy(request, pk), InterpretationForm())


def _page(request, policy: Policy, form, status: int = 200):
    watch = selectors.clock_at(timezone.now())
    rows = list(policy.interpretations.select_related("link", "created_by"))
    context = {
        "policy": policy,
        "word": watch.policy_word(policy),
        "due_on": watch.policy_due(policy),
        "rows": rows,
        "form": form,
        "may_keep": rules.refusal(permissions.check_can_keep, request.user, policy.organisation) is None,
        "steps": ledger.timeline(policy, rows),
        "today": watch.on,
    }
    return render(request, "tasks/interpretation/policy.html", context, status=status)


@login_required
@require_POST
def interpretation_add(request, pk):
    policy, form = _policy(request, pk), InterpretationForm(request.POST)
    permissions.check_can_keep(request.user, policy.organisation)
    if form.is_valid():
        try:
            actions.add_interpretation(policy=policy, values=form.values, by=request.user, at=timezone.now())
        except Invalid as invalid:
            form.add_error(None, invalid.reason)
        else:
            messages.success(request, "已登记解读")
            return redirect(policy)
    return _page(request, policy, form, status=422)


@login_required
@require_POST
def interpretation_remove(request, pk):
    rows = Interpretation.objects.filter(policy__in=Policy.objects.visible_to(request.user))
    one = get_object_or_404(rows.select_related("policy__organisation"), pk=pk)
    actions.remove_interpretation(interpretation=one, by=request.user, at=timezone.now())
    messages.success(request, "已删去这篇解读的登记")
    return redirect(one.policy)
