"""经验做法的读取：看得到的案例，经验库，轮到谁办。"""

from django.db.models import Count, F, Q

from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from tasks.models import Campaign
from tasks.registers.cases.models import Case, Judgement
from tasks.registers.organising.models import Meeting
from tasks.registers.rules import criteria


def cases(campaign: Campaign, user):
    """本行动里此人范围内的案例（`user` 为 None 是全部），带采纳县区数。"""
    rows = Case.objects.filter(campaign=campaign)
    if user is not None:
        rows = rows.filter(organisation__in=Organisation.objects.visible_to(user))
    return counted(rows)


def shelf(user):
    """经验库：历年确认为典型的，有业务视野的人都看得到，采纳多的在前。"""
    return counted(Case.objects.visible_to(user).confirmed()).order_by("-adopted", "-confirmed_at", "-pk")


def counted(rows):
    """带上采纳县区数与推介次数。"""
    rows = rows.select_related("organisation", "area", "field", "task", "publication")
    adopted, shown = Count("adoptions", distinct=True), Count("presentations", distinct=True)
    return rows.annotate(adopted=adopted, presented=shown).order_by("-pk")


def judgements(case: Case):
    """这一轮的评审意见。"""
    return case.judgements.filter(round=case.round).select_related("judge")


def mean(case: Case):
    """这一轮的平均分；没有人评为 None。"""
    return criteria.average(list(judgements(case).values_list("total", flat=True)))


def meetings_to_present(case: Case):
    """可以登记推介的会议：市里召集的、没有取消的、还没有登记过的。"""
    rows = Meeting.objects.filter(campaign=case.campaign, organisation=case.campaign.city)
    rows = rows.exclude(status=Meeting.Status.CANCELLED)
    return rows.exclude(pk__in=case.presentations.values("meeting"))


def awaiting(user) -> list[tuple]:
    """轮到此人办的（类别, 事项, 状态, 去处, 截止）：填报人的草稿与退回，负责人待推荐，市里还没评审的；一次查询。"""
    scope, S = scope_of(user), Case.Status
    own = {*scope.organisations("draft"), *scope.organisations("score")}
    heads, judges = _headed(scope), {*scope.organisations("receive"), *scope.organisations("review")}
    if not own and not heads and not judges:
        return []
    turn = Q(organisation__in=own, status__in=(S.DRAFT, S.RETURNED))
    for path in heads:
        turn |= Q(organisation__path__startswith=path, status=S.SUBMITTED)
    rows = Case.objects.filter(campaign__status=Campaign.Status.RUNNING)
    unjudged = Q(campaign__city__in=judges, status=S.ENDORSED)
    rows = rows.filter(turn | unjudged).exclude(Q(status=S.ENDORSED) & Q(pk__in=_judged_by(user)))
    return [("经验做法", row.title, row.get_status_display(), row.get_absolute_url(), None) for row in rows]


def _headed(scope) -> list[str]:
    """此人负责推荐的各棵子树：县区负责人的县区，市直部门负责人的部门。"""
    size = 2 * Organisation.steplen
    paths = (*scope.places.get("approve", {}).values(), *scope.places.get("approve_scores", {}).values())
    return [path for path in paths if len(path) == size]


def _judged_by(user):
    """此人本轮已经评审过的。"""
    rows = Judgement.objects.filter(judge=user, round=F("case__round"))
    return rows.values("case")
