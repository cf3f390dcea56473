"""代理的身份：时间线、人员页上姓名之后的“代理……至……”。"""

from portal.core import capacities
from portal.organisations.models import Membership


def acting_of(person) -> str:
    """此人此刻代理的岗位；没有则为空。同一请求内只查一次，随视野一起忘记。"""
    known = person.__dict__.get("_capacity")
    if known is None:
        terms = Membership.objects.filter(person=person, is_acting=True, is_granted=True)
        known = "，".join(term.capacity for term in terms.order_by("end_on", "pk"))[:60]
        person.__dict__["_capacity"] = known
    return known


capacities.register(acting_of)
