"""消息的后台任务。"""

from django.utils import timezone

from portal.core import jobs
from portal.notifications import actions


@jobs.job("notifications.deliver", atomic=False)
def deliver(running, *, delivery):
    actions.deliver(delivery=delivery, at=timezone.now())
