"""领域的读取。"""

from catalogs.models import Field, FieldOwner
from portal.organisations.scope import scope_of


def fields_of(department, *, year: int):
    """该部门在该年度主管的领域。"""
    return Field.objects.filter(owners__department=department, owners__year=year)


def owners(*, year: int):
    """该年度的领域归口，领域编号顺序。"""
    return FieldOwner.objects.filter(year=year).select_related("field", "department").order_by("field__code")


def field_ids_scored_by(user, *, year: int) -> list[int]:
    """此人所在部门在该年度主管的领域编号，“条”的视野。"""
    departments = {pk for perm in ("score", "approve_scores") for pk in scope_of(user).organisations(perm)}
    return list(
        FieldOwner.objects.filter(year=year, department__in=departments).values_list("field_id", flat=True)
    )
