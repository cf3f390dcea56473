"""外部通道、群机器人、外发记录、通知公告。"""

from tests.integration.access.table.words import (
    ADMIN,
    AUDITOR,
    CLERK,
    COUNTIES,
    DEPARTMENTS,
    NO_ONE,
    OFFICER,
    SIGNED_IN,
    TOWNSHIP,
    VILLAGE,
    WORK,
    act,
    form,
    moves,
    page,
)

ROBOT = {"kind": "wecom", "name": "工作群", "address": "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"}
KEEPERS = CLERK | ADMIN
BULLETIN = {"title": "现场会通知", "body": "请到会", "audience": "all", "version": 1}
READING = "notifications_bulletinreading"
RECIPIENTS = COUNTIES | DEPARTMENTS | TOWNSHIP | VILLAGE
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
    page("notifications:bulletins"),
    page("notifications:bulletin-export"),
    form("notifications:bulletin-new", "@city", by=CLERK, sees=NO_ONE, data=BULLETIN),
    form("notifications:bulletin-new", "@county", by=OFFICER, sees=NO_ONE, data=BULLETIN),
    form("notifications:bulletin-new", "@township", by=NO_ONE, sees=NO_ONE, data=BULLETIN),
    page("notifications:bulletin", "@bulletin_draft", to=CLERK, sees=NO_ONE),
    page("notifications:bulletin", "@bulletin", to=WORK, sees=NO_ONE, writes=frozenset({READING})),
    form("notifications:bulletin-edit", "@bulletin_draft", by=CLERK, sees=NO_ONE, data=BULLETIN),
    act("notifications:bulletin-attach", "@bulletin_draft", by=CLERK, sees=NO_ONE),
    act("notifications:bulletin-detach", "@bulletin_file", by=CLERK, sees=NO_ONE),
    act("notifications:bulletin-confirm", "@bulletin", by=RECIPIENTS, sees=WORK),
    act("notifications:bulletin-remind", "@bulletin", by=CLERK, sees=WORK),
    page("notifications:receipt-export", "@bulletin", to=CLERK | AUDITOR, sees=WORK),
    act("notifications:bulletin-move", "@bulletin_draft", "publish", by=CLERK, sees=NO_ONE),
    *moves("notifications:bulletin-move", WORK, [("withdraw", "@bulletin", CLERK)]),
]
