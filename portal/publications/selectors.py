"""公开登记的读取。"""

from portal.organisations import selectors as organisations
from portal.organisations.scope import scope_of
from portal.publications.models import Column, Publication


def columns() -> list[Column]:
    """全部栏目，树序。"""
    return list(Column.objects.all())


def awaiting(user) -> list[Publication]:
    """轮到此人审的稿件，不含本人拟的。"""
    scope, S = scope_of(user), Publication.Status
    city = organisations.city()
    steps = {
        S.FIRST_REVIEW: "publish_first",
        S.SECOND_REVIEW: "publish_second",
        S.FINAL_REVIEW: "publish_final",
    }
    found = []
    for status, perm in steps.items():
        places = scope.organisations(perm)
        if not places:
            continue
        rows = Publication.objects.filter(status=status).exclude(submitted_by=user)
        found += rows if city.pk in places else rows.filter(organisation__in=places)
    return found
