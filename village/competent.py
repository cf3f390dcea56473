"""主管部门：项目上写的是名称，县直部门按名称认出自己主管的项目，到工作台上办。"""

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from village.models import Programme

K = Organisation.Kind


def departments_of(user) -> list[Organisation]:
    """此人任经办的县直部门。"""
    held = Organisation.objects.filter(pk__in=scope_of(user).organisations("draft"))
    return list(held.of_kind(K.COUNTY_DEPARTMENT))


def is_competent(department: Organisation, programme: Programme) -> bool:
    """`department` 是不是 `programme` 的主管部门：在同一个县，名称（去掉地名）写在“主管部门”里；几家共管的各算一家。"""
    county = programme.county
    if not department.path.startswith(county.path):
        return False
    named = {_bare(part, county) for part in re.split(r"[、，,;；/\s]+", programme.department)}
    return bool({_bare(department.name, county), _bare(department.short_name, county)} & (named - {""}))


def of_departments(departments: Iterable[Organisation], programmes: QuerySet) -> QuerySet:
    """`programmes` 里由 `departments` 主管的各项。"""
    named = programmes.exclude(department="").select_related("county").order_by()
    mine = [one.pk for one in named if any(is_competent(own, one) for own in departments)]
    return programmes.filter(pk__in=mine)


def _bare(text: str, county: Organisation) -> str:
    """去掉县名与层级字：“云东县农业农村局”“县农业农村局”都是“农业农村局”。"""
    for place in (county.name, county.short_name, "县", "区", "市"):
        text = text.strip().removeprefix(place)
    return text
