"""人员的写入：停用账号，以及工作簿的成批导入。"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction

from portal.accounts import actions as accounts
from portal.core import audit, clock
from portal.core.rules import Denied
from portal.organisations import permissions
from portal.organisations.actions import posts
from portal.organisations.models import Membership, Organisation

User = get_user_model()


@dataclass(frozen=True)
class PostLine:
    """工作簿一行里的任职；`membership` 是已有任职的主键，新任为 None。"""

    organisation: int
    role: str
    post: str
    start_on: dt.date
    end_on: dt.date | None
    membership: int | None = None


@dataclass(frozen=True)
class PersonLine:
    """工作簿的一行人员；`phone` 为 None 表示表里没有这一列，不动；`post` 为 None 表示只建账号。"""

    username: str
    name: str
    phone: str | None
    post: PostLine | None


@dataclass(frozen=True)
class OneTime:
    """新账号的一次性密码：只交给导入的人一次，不存、不记日志。"""

    username: str
    name: str
    password: str

    def __repr__(self):
        return f"OneTime({self.username})"


@transaction.atomic
def retire(*, person, by, at: dt.datetime) -> None:
    """停用账号：自己的、还担任（或将要担任）岗位的不能停用。"""
    permissions.check_can_retire(person, by, on=clock.local_date(at))
    accounts.deactivate_user(user=person, by=by, at=at)


def record_export(*, kind: str, by, at: dt.datetime) -> None:
    """名册含姓名与电话，谁在何时导出要查得到。"""
    audit.record(f"organisations.{kind}.exported", by=by, at=at)


@transaction.atomic
def import_people(*, lines: Sequence[PersonLine], by, at: dt.datetime) -> list[OneTime]:
    """成批建立账号与任职，全部成功或什么也没有；返回新账号的一次性密码。抛 `Denied`。

    先改期后任命：同一份表里交接岗位的，前任先到期，后任才不算抵触。
    """
    on = clock.local_date(at)
    administered = permissions.has_administrator(on=on)
    people, issued = _people(lines, by=by, at=at)
    ordered = sorted((line for line in lines if line.post), key=lambda line: line.post.membership is None)
    places = Organisation.objects.in_bulk({line.post.organisation for line in ordered})
    for line in ordered:
        _hold(people[line.username.casefold()], line.post, places, by=by, at=at)
    if administered and not permissions.has_administrator(on=on):
        raise Denied("这样导入就没有系统管理员了，请先任命另一位（不设止日）。")
    return issued


def _people(lines: Sequence[PersonLine], *, by, at) -> tuple[dict, list[OneTime]]:
    """各行的账号：没有的建立，姓名电话有变的更正。"""
    issued: list[OneTime] = []
    found: dict[str, object] = {}
    for line in lines:
        key = line.username.casefold()
        if key in found:
            continue
        user = User.objects.filter(username__iexact=line.username).first()
        if user is None:
            user, password = _create(line, by=by, at=at)
            issued.append(OneTime(user.username, user.name, password))
        else:
            _correct(user, line, by=by, at=at)
        found[key] = user
    return found, issued


def _create(line: PersonLine, *, by, at):
    try:
        return accounts.create_user(
            username=line.username, name=line.name, phone=line.phone or "", by=by, at=at
        )
    except ValidationError as error:
        raise Denied(f"不能建立账号“{line.username}”：{'；'.join(error.messages)}") from error


def _correct(user, line: PersonLine, *, by, at) -> None:
    phone = user.phone if line.phone is None else line.phone
    if (user.name, user.phone) != (line.name, phone):
        accounts.update_profile(user=user, name=line.name, phone=phone, by=by, at=at)


def _hold(person, post: PostLine, places: dict, *, by, at) -> None:
    if post.membership is None:
        posts.appoint(
            person=person,
            organisation=places[post.organisation],
            role=post.role,
            post=post.post,
            start_on=post.start_on,
            end_on=post.end_on,
            by=by,
            at=at,
        )
        return
    membership = Membership.objects.select_related("person", "organisation").get(pk=post.membership)
    if (membership.post, membership.end_on) != (post.post, post.end_on):
        posts.retime(membership=membership, post=post.post, end_on=post.end_on, by=by, at=at)
