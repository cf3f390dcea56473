"""消息的写入：站内消息、外发、外部通道。"""

from portal.notifications.actions.channels import add_channel, remove_channel, try_channel
from portal.notifications.actions.deliveries import deliver, post, retry_delivery
from portal.notifications.actions.messages import mark_read, send_digest, tell

__all__ = [
    "add_channel",
    "deliver",
    "mark_read",
    "post",
    "remove_channel",
    "retry_delivery",
    "send_digest",
    "tell",
    "try_channel",
]
