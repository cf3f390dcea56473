"""矩阵走的城：演示城市办到九月；望山区一县、一个部门的人作各角色，云东县与另一部门的人作外人。"""

import datetime as dt

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model

from catalogs.models import FieldOwner
from portal.accounts import actions as accounts
from portal.core import clock
from portal.core.crypto import encrypt
from portal.desk.demo import load

TODAY = dt.date(2026, 9, 10)
AT = clock.day_start(TODAY) + dt.timedelta(hours=9)
FIELD, OTHER_FIELD = "01", "02"
SECRET = "JBSWY3DPEHPK3PXP"  # noqa: S105 公开的样例密钥，只为两步验证算作已启用

# 角色 → 演示账号；部门两人的用户名随领域归口而定，见 `people`。
USERNAMES = {
    "clerk": "clerk",
    "reviewer": "reviewer",
    "officer": "ws-officer",
    "county_head": "ws-head",
    "other_officer": "yd-officer",
    "other_county_head": "yd-head",
    "township": "ws-t1-officer",
    "village": "ws-t1-v1-clerk",
    "auditor": "auditor",
    "admin": "admin",
}
ANONYMOUS = "anonymous"


def build() -> dict:
    """装入演示城市，返回 {角色: 人}；另有一位没有任职的人，一位站点的超级用户。"""
    load.load(today=TODAY)
    found = get_user_model().objects.in_bulk(field_name="username")
    names = (
        USERNAMES
        | _department("scorer", "head", FIELD)
        | _department("other_scorer", "other_head", OTHER_FIELD)
    )
    people = {role: found[name] for role, name in names.items()}
    people["nobody"], _ = accounts.create_user(
        username="nobody", name="没有任职的人", must_change=False, by=None, at=AT
    )
    people["superuser"] = get_user_model().objects.create_superuser("operator", name="运维")
    for role in ("admin", "superuser"):
        Authenticator.objects.create(
            user=people[role], type=Authenticator.Type.TOTP, data={"secret": _sealed(SECRET)}
        )
    return people


def _department(scorer: str, head: str, field: str) -> dict[str, str]:
    code = FieldOwner.objects.get(field__code=field, year=TODAY.year).department.code.lower()
    return {scorer: f"{code}-scorer", head: f"{code}-head"}


def _sealed(secret: str) -> str:
    return encrypt(secret, purpose="second-factor")
