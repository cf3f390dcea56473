"""村务的后台任务。"""

import datetime as dt

from django.utils import timezone

from portal.core import jobs, rules
from portal.organisations.models import Organisation
from village import actions, notices, rules_board
from village.models import Programme, Release, Upload


def sees_upload(user, args: dict) -> bool:
    return Upload.objects.visible_to(user).filter(pk=args["upload"]).exists()


@jobs.job("village.read_list", atomic=False, lane="imports", watch=sees_upload)
def read_list(running, *, upload):
    """读取一份发放清单；结果在上传的页面上。"""
    running.step("核对各户")
    row = Upload.objects.select_related("programme__county", "created_by").get(pk=upload)
    read = actions.read_upload(row, at=timezone.now())
    return {"rows": read.rows, "problems": read.found}


@jobs.job("village.forget_originals")
def forget_originals(running, *, on):
    return {"count": actions.forget_originals(at=timezone.now())}


def sees_release(user, args: dict) -> bool:
    return Release.objects.visible_to(user).filter(pk=args["release"]).exists()


@jobs.job("village.publish_release", atomic=False, watch=sees_release)
def publish_release(running, *, release):
    """逐村公开；被杀了由别人接着公开余下的。"""
    row = Release.objects.select_related(
        "county", "created_by", "handed_in_by", "checked_by", "published_by"
    ).get(pk=release)
    return {"villages": actions.publish_villages(row, at=timezone.now(), step=running.step)}


def sees_notices(user, args: dict) -> bool:
    place = Organisation.objects.filter(pk=args["place"]).first()
    return place is not None and rules.refusal(rules_board.check_can_make_notices, user, place) is None


@jobs.job(notices.KIND, atomic=False, lane="reports", watch=sees_notices)
def make_notices(running, *, programme, place, papers):
    return actions.make_notices(
        programme=Programme.objects.select_related("county").get(pk=programme),
        place=Organisation.objects.get(pk=place),
        papers=papers,
        job=running.row,
        step=running.step,
        at=timezone.now(),
    )


@jobs.job("village.end_postings", atomic=False)
def end_postings(running, *, on):
    """期满的公示结束。"""
    return {"count": actions.end_postings(on=dt.date.fromisoformat(on), at=timezone.now())}


@jobs.job("village.remind_applications")
def remind_applications(running, *, on):
    return {"count": actions.remind_applications(on=dt.date.fromisoformat(on), at=timezone.now())}


jobs.daily("village.remind_applications", at=dt.time(8, 0), title="提醒登记申报信息")
jobs.daily("village.end_postings", at=dt.time(0, 30), title="结束期满的公示")
jobs.daily("village.forget_originals", at=dt.time(3, 30), title="删去满期的发放清单原件")
