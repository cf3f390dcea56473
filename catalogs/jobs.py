"""目录的后台任务。"""

import datetime as dt

from django.utils import timezone

from catalogs import actions
from catalogs.models import Edition, Feed
from portal.core import jobs


@jobs.job("catalogs.read_feeds", atomic=False)
def read_feeds(running, *, on):
    """逐个采集；一个源取不到不影响别的。"""
    feeds = list(Feed.objects.select_related("catalog").order_by("pk"))
    found = 0
    for number, feed in enumerate(feeds, start=1):
        running.step(f"采集 {feed.catalog}", done=number, total=len(feeds))
        found += actions.read_feed(feed=feed, at=timezone.now())
    return {"feeds": len(feeds), "entries": found}


def sees_edition(user, args: dict) -> bool:
    return Edition.objects.visible_to(user).filter(pk=args["edition"]).exists()


@jobs.job("catalogs.print_edition", atomic=False, lane="reports", watch=sees_edition)
def print_edition(running, *, edition):
    return actions.print_edition(edition=edition, step=running.step, at=timezone.now())


jobs.daily("catalogs.read_feeds", at=dt.time(5, 0), title="采集各级网站的公开信息")
