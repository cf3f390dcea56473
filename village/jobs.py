"""村务的后台任务。"""

import datetime as dt

from django.utils import timezone

from portal.core import jobs
from village import actions
from village.models import Release, Upload


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


jobs.daily("village.forget_originals", at=dt.time(3, 30), title="删去满期的发放清单原件")
