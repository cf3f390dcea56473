"""外部通道与外发记录各行要用的对象。"""

from portal.notifications import channels
from portal.notifications.channels import targets
from portal.notifications.models import Channel, Delivery
from tests.integration.access.city import AT

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
