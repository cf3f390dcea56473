"""消息的数据：站内消息、外部通道、外发记录、通知公告。"""

from portal.notifications.models.bulletin import (
    Bulletin,
    BulletinFile,
    BulletinReading,
    BulletinRecipient,
    issuing_places,
    working_places,
)
from portal.notifications.models.delivery import Channel, Delivery
from portal.notifications.models.message import Message

__all__ = [
    "Bulletin",
    "BulletinFile",
    "BulletinReading",
    "BulletinRecipient",
    "Channel",
    "Delivery",
    "Message",
    "issuing_places",
    "working_places",
]
