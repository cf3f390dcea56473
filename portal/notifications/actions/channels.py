"""外部通道：本人开通，或市里、管理员给机构登记群机器人；试发，删除。"""

import datetime as dt

from django.db import transaction

from portal.core import audit
from portal.core.rules import Denied
from portal.notifications import channels, permissions
from portal.notifications.channels import targets
from portal.notifications.models import Channel

MOST_EACH = 5


@transaction.atomic
def add_channel(
    *,
    kind: str,
    name: str,
    address: str,
    secret: str = "",
    person=None,
    organisation=None,
    by,
    at: dt.datetime,
) -> Channel:
    """开通本人的通道（给 `person`），或登记机构的群机器人（给 `organisation`）。

    抛 `channels.BadTarget`：地址认不出，或指向内部网络；抛 `Denied`：无权、已登记过、满五个。
    """
    permissions.check_can_add_channel(by, person=person, organisation=organisation)
    target = channels.parse(kind, address, secret=secret)
    mine = Channel.objects.filter(person=person, organisation=organisation)
    mark = targets.fingerprint(target)
    if mine.filter(fingerprint=mark).exists():
        raise Denied("这个地址已经登记过了。")
    if mine.count() >= MOST_EACH:
        raise Denied(f"至多登记 {MOST_EACH} 个，请先删去不用的。")
    channel = Channel.objects.create(
        kind=kind,
        name=name.strip(),
        person=person,
        organisation=organisation,
        sealed=channels.seal(target),
        ending=target.token[-4:],
        fingerprint=mark,
        added_by=by,
        added_at=at,
    )
    audit.record("notifications.channel.added", obj=channel, by=by, at=at, detail={"kind": kind})
    return channel


def try_channel(*, channel: Channel, by, at: dt.datetime) -> None:
    """试发一条，当场答复。抛 `channels.ChannelDown`：没有发成，文字是原因。"""
    permissions.check_can_manage_channel(by, channel)
    channels.send_test(channel)
    channel.checked_at = at
    channel.save(update_fields=["checked_at"])


@transaction.atomic
def remove_channel(*, channel: Channel, by, at: dt.datetime) -> None:
    """删去一个通道，地址一并删掉；排着的外发记为失败。"""
    permissions.check_can_manage_channel(by, channel)
    audit.record("notifications.channel.removed", obj=channel, by=by, at=at, detail={"kind": channel.kind})
    channel.delete()
