from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tasks import permissions, selectors
from tasks.registers.rules import actions, criteria, reading
from tasks.registers.rules.forms import RuleForm


@login_required
@require_http_methods(["GET", "POST"])
def rule_edit(request):
    campaign = selectors.current_campaign()
    if campaign is None:
        raise Http404("还没有行动")
    permissions.check_can_run(request.user, campaign)
    form, rows, status = RuleForm(request.POST or None, instance=reading.rule_of(campaign)), (), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_rule(
                campaign=campaign,
                values=form.values,
                version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
            )
        except actions.RuleMoved as moved:
            form = form.retried(moved.theirs.version)
            rows, status = _both(form, moved.theirs), 409
        else:
            messages.success(request, "已保存台账规则")
            return redirect("tasks:register-rule")
    elif form.errors:
        status = 422
    context = {
        "campaign": campaign,
        "form": form,
        "rows": rows,
        "due_on": reading.implemented_by(campaign.phases.all()),
    }
    return render(request, "tasks/rules/rule.html", context, status=status)


def _both(form: RuleForm, theirs) -> list[tuple]:
    values = {name: getattr(theirs, name) for name in RuleForm.Meta.fields}
    values["scale"] = criteria.write(theirs.scale)
    return [(form[name], value) for name, value in values.items()]
