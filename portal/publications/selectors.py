"""公开登记的读取。"""

from django.db.models import Q

from portal.core.models import Job
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from portal.publications.models import Column, Override, Publication


def columns() -> list[Column]:
    """全部栏目，树序。"""
    return list(Column.objects.all())


def awaiting(user) -> list[Publication]:
    """轮到此人审的稿件，不含本人拟的。"""
    scope, S = scope_of(user), Publication.Status
    steps = {
        S.FIRST_REVIEW: "publish_first",
        S.SECOND_REVIEW: "publish_second",
        S.FINAL_REVIEW: "publish_final",
    }
    turns = Q(pk__in=[])
    for status, perm in steps.items():
        places = scope.places.get(perm, {})
        is_city = any(len(path) == Organisation.steplen for path in places.values())
        turns |= Q(status=status) if is_city else Q(status=status, organisation__in=places)
    return list(Publication.objects.filter(turns).exclude(submitted_by=user))


def overrides_awaiting(user) -> list[Override]:
    """等此人审批的放行申请，不含自己申请的。"""
    if not scope_of(user).holds("publish_final"):
        return []
    rows = Override.objects.filter(status=Override.Status.REQUESTED).exclude(requested_by=user)
    return list(rows.select_related("publication").order_by("pk"))


def findings_awaiting(user) -> int:
    """要由此人核对的、已公开而有发现的条数。"""
    if not scope_of(user).holds("publish_final"):
        return 0
    return Publication.objects.with_findings().count()


def rescan_job() -> Job | None:
    """正在排队或进行的重查。"""
    opened = (Job.State.QUEUED, Job.State.RUNNING)
    return Job.objects.filter(kind="publications.rescan", state__in=opened).order_by("-pk").first()
