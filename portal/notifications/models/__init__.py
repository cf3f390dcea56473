"""消息的数据：站内消息、外部通道、外发记录。"""

from portal.notifications.models.delivery import Channel, Delivery
from portal.notifications.models.message import Message

__all__ = ["Channel", "Delivery", "Message"]
