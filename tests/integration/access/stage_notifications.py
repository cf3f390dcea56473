"""外部通道、外发记录、通知公告，催办与督办单各行要用的对象。"""

import datetime as dt

from portal.notifications import actions, channels
from portal.notifications.channels import targets
from portal.notifications.models import Bulletin, BulletinFile, Channel, Delivery
from tasks import actions as tasks
from tasks import owing
from tasks.models import Supervision
from tests.integration.access.city import AT, TODAY
from tests.unit.village.pictures import png

# 指向本机，网络规则不让连：矩阵里谁也不真的往外发。
INSIDE = targets.Target("webhook", "http://127.0.0.1/hook")


class NotificationStage:
    """`Stage` 的一部分。"""

    def own_channel(self) -> Channel:
        return _channel(person=self.people["officer"])

    def robot(self) -> Channel:
        return _channel(organisation=self.county())

    def failed_delivery(self) -> Delivery:
        return Delivery.objects.create(
            key="access",
            channel="webhook",
            target=self.robot(),
            title="提醒",
            state=Delivery.State.FAILED,
            error="对方没有接收",
            created_at=AT,
        )

    def bulletin_draft(self) -> Bulletin:
        values = {
            "title": "现场会通知",
            "body": "<p>请到会</p>",
            "audience": "all",
            "chosen": [],
            "must_confirm": True,
            "confirm_by": None,
        }
        return actions.save_bulletin(bulletin=None, issuer=self.city(), values=values, **self.by("clerk"))

    def bulletin(self) -> Bulletin:
        return actions.publish_bulletin(bulletin=self.bulletin_draft(), **self.by("clerk"))

    def bulletin_file(self) -> BulletinFile:
        return actions.attach_to_bulletin(
            bulletin=self.bulletin_draft(), data=png(), name="会场.png", **self.by("clerk")
        )

    def overdue_key(self) -> str:
        """望山区的一件超期未办。"""
        owed = owing.owing(self.campaign(), on=TODAY)
        return next(one.key for one in owed if one.organisation == self.county() and one.days_left(TODAY) < 0)

    def supervision_draft(self) -> Supervision:
        [row] = tasks.draft_supervisions(
            campaign=self.campaign(),
            keys=[self.overdue_key()],
            title="方案逾期未报",
            demand="立即报送",
            due_on=TODAY + dt.timedelta(days=5),
            **self.by("clerk"),
        )
        return row

    def supervision(self) -> Supervision:
        return tasks.issue_supervision(supervision=self.supervision_draft(), **self.by("clerk"))

    def supervision_signed(self) -> Supervision:
        return tasks.move_supervision(supervision=self.supervision(), move="sign", **self.by("officer"))

    def supervision_answered(self) -> Supervision:
        return tasks.answer_supervision(
            supervision=self.supervision_signed(),
            text="已报送",
            link="https://www.example.cn/plan",
            **self.by("officer"),
        )


def _channel(**owner) -> Channel:
    return Channel.objects.create(
        kind="webhook",
        name="工作群",
        sealed=channels.seal(INSIDE),
        ending="hook",
        fingerprint=targets.fingerprint(INSIDE),
        added_at=AT,
        **owner,
    )
