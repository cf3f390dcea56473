"""消息的写入：站内消息、外发、外部通道、通知公告。"""

from portal.notifications.actions.bulletins import (
    attach_to_bulletin,
    confirm_bulletin,
    detach_from_bulletin,
    publish_bulletin,
    read_bulletin,
    remind_unread,
    save_bulletin,
    withdraw_bulletin,
)
from portal.notifications.actions.channels import add_channel, remove_channel, try_channel
from portal.notifications.actions.deliveries import deliver, post, retry_delivery
from portal.notifications.actions.messages import mark_read, send_digest, tell

__all__ = [
    "add_channel",
    "attach_to_bulletin",
    "confirm_bulletin",
    "deliver",
    "detach_from_bulletin",
    "mark_read",
    "post",
    "publish_bulletin",
    "read_bulletin",
    "remind_unread",
    "remove_channel",
    "retry_delivery",
    "save_bulletin",
    "send_digest",
    "tell",
    "try_channel",
    "withdraw_bulletin",
]
