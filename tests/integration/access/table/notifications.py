"""外部通道、群机器人、外发记录。"""

from tests.integration.access.table.words import (
    ADMIN,
    AUDITOR,
    CLERK,
    NO_ONE,
    OFFICER,
    SIGNED_IN,
    act,
    form,
    page,
)

ROBOT = {"kind": "wecom", "name": "工作群", "address": "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"}
KEEPERS = CLERK | ADMIN
ROWS = [
    form("notifications:channels", by=SIGNED_IN, data=ROBOT, is_personal=True),
    act("notifications:channel-test", "@own_channel", by=OFFICER, sees=NO_ONE, is_personal=True),
    act("notifications:channel-remove", "@own_channel", by=OFFICER, sees=NO_ONE, is_personal=True),
    form("notifications:robots", by=KEEPERS, data=ROBOT | {"organisation": "@county"}),
    act("notifications:channel-test", "@robot", by=KEEPERS, sees=NO_ONE),
    act("notifications:channel-remove", "@robot", by=KEEPERS, sees=NO_ONE),
    page("notifications:deliveries", to=KEEPERS | AUDITOR),
    page("notifications:delivery-export", to=KEEPERS | AUDITOR),
    act("notifications:delivery-retry", "@failed_delivery", by=KEEPERS),
]
