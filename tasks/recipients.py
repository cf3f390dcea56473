"""一件事该告诉谁：承办单位里持有相应权限的人；该单位没有人的，找上一级。"""

from collections.abc import Iterable

from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation

K = Organisation.Kind
ACTING = {K.CITY: "receive", K.DEPARTMENT: "score"}
HEADING = {K.CITY: "review", K.DEPARTMENT: "approve_scores"}
PERMS = ("draft", "approve", "score", "approve_scores", "receive", "review", "run_campaign")


class Staff:
    """若干单位连同其上级的在岗人员，一次查询取来。"""

    def __init__(self, places: Iterable[Organisation]):
        paths = {place.path[:end] for place in places for end in _ends(place.path)}
        self._held = organisations.staff_on(paths, *PERMS) if paths else {}

    def acting(self, place: Organisation) -> tuple:
        """经办人：县区、乡镇、村的填报人，部门的评分人，市里的受理人。"""
        return self._nearest(place, ACTING.get(place.kind, "draft"))

    def heading(self, place: Organisation) -> tuple:
        """负责人：县区、部门的负责人；乡镇、村没有这一岗位，找县区的。"""
        return self._nearest(place, HEADING.get(place.kind, "approve"))

    def running(self, city: Organisation) -> tuple:
        """市政务公开办的经办。"""
        return self._held.get((city.path, "run_campaign"), ())

    def _nearest(self, place: Organisation, perm: str) -> tuple:
        found = (self._held.get((place.path[:end], perm)) for end in reversed(_ends(place.path)))
        return next(filter(None, found), ())


def _ends(path: str) -> range:
    """自最上级至本级，树路径各段的终点。"""
    return range(Organisation.steplen, len(path) + 1, Organisation.steplen)
