"""解读回应与平台建设：各单位的填报人登记本单位的，上级与审计看；咨询由另一人确认；期限由市里经办设定。"""

from tests.integration.access.table.words import (
    AUDITOR,
    CITY,
    CLERK,
    COUNTY,
    COUNTY_HEAD,
    NO_ONE,
    OFFICER,
    TOWNSHIP,
    VILLAGE,
    act,
    form,
    moves,
    page,
)

OF_COUNTY = CITY | COUNTY | AUDITOR
KEEPERS = frozenset({"officer", "other_officer"}) | TOWNSHIP | VILLAGE
POLICY = {
    "title": "促消费措施",
    "issuer": "区政府",
    "kind": "normative",
    "published_on": "2026-09-01",
    "needs_interpretation": "on",
}
PIECE = {"title": "一图读懂", "form": "picture", "published_on": "2026-09-10", "author": "区商务局"}
TOPIC = {"title": "涨价传言", "found_at": "2026-09-10T08:00", "source": "论坛"}
ASKED = {"channel": "window", "asked_at": "2026-09-10T08:00", "text": "怎样办证？"}
REPLY = {"at": "2026-09-10T08:30", "how": "site", "text": "没有涨价"}
ZONE = {
    "name": "区长信箱",
    "kind": "platform",
    "post": "区公开办",
    "url": "https://ws.yunchuan.example/box",
    "rhythm": "monthly",
    "opened_on": "2026-01-01",
}
FRESH = {"on": "2026-09-09", "title": "公布名单", "url": "https://ws.yunchuan.example/open/1.html"}
TERMS = {"interpret_workdays": 5, "respond_hours": 12, "answer_workdays": 3}

# 演示里只有县区登记了平台，别的单位没有可以核验的。
HAVING_ZONES = frozenset({"officer", "other_officer"})

ROWS = [
    page("tasks:policies"),
    page("tasks:policy-export"),
    act("tasks:policy-import", by=KEEPERS, data={"file": "@uploaded_policies"}),
    form("tasks:policy-add", by=KEEPERS, data=POLICY),
    page("tasks:policy", "@policy", to=OF_COUNTY, sees=NO_ONE),
    form("tasks:policy-edit", "@policy", by=OFFICER, sees=OF_COUNTY, data=POLICY | {"version": 0}),
    act("tasks:interpretation-add", "@policy", by=OFFICER, sees=OF_COUNTY, data=PIECE),
    act("tasks:interpretation-remove", "@interpretation", by=OFFICER, sees=OF_COUNTY),
    page("tasks:topics"),
    page("tasks:topic-export"),
    act("tasks:topic-import", by=KEEPERS, data={"file": "@uploaded_topics"}),
    form("tasks:topic-add", by=KEEPERS, data=TOPIC),
    page("tasks:topic", "@topic", to=OF_COUNTY, sees=NO_ONE),
    form("tasks:topic-edit", "@topic", by=OFFICER, sees=OF_COUNTY, data=TOPIC | {"version": 0}),
    act("tasks:response-add", "@topic", by=OFFICER, sees=OF_COUNTY, data=REPLY),
    act("tasks:response-remove", "@response", by=OFFICER, sees=OF_COUNTY),
    page("tasks:questions"),
    page("tasks:question-export"),
    act("tasks:question-import", by=KEEPERS, data={"file": "@uploaded_questions"}),
    form(
        "tasks:question-add",
        by=KEEPERS,
        data=ASKED,
    ),
    page("tasks:question", "@question", to=OF_COUNTY, sees=NO_ONE),
    page("tasks:question", "@question_transferred", to=OF_COUNTY | TOWNSHIP, sees=NO_ONE),
    form("tasks:question-edit", "@question", by=OFFICER, sees=OF_COUNTY, data=ASKED | {"version": 0}),
    act("tasks:question-transfer", "@question", by=OFFICER, sees=OF_COUNTY, data={"to": "@township"}),
    act("tasks:question-answer", "@question", by=OFFICER, sees=OF_COUNTY, data={"answer": "到窗口办理"}),
    act(
        "tasks:question-answer",
        "@question_transferred",
        by=OFFICER | TOWNSHIP,
        sees=OF_COUNTY | TOWNSHIP,
        data={"answer": "到窗口办理"},
    ),
    act("tasks:question-release", "@question_confirmed", by=OFFICER, sees=OF_COUNTY),
    *moves(
        "tasks:question-move",
        OF_COUNTY | TOWNSHIP,
        [("refuse", "@question_transferred", TOWNSHIP)],
    ),
    *moves(
        "tasks:question-move",
        OF_COUNTY,
        [("confirm", "@question_answered", COUNTY_HEAD), ("return", "@question_answered", COUNTY_HEAD)],
    ),
    page("tasks:interpretation-statistics"),
    page("tasks:interpretation-statistics-export"),
    page("tasks:zones"),
    page("tasks:zone-export"),
    act("tasks:zone-import", by=KEEPERS, data={"file": "@uploaded_zones"}),
    form("tasks:zone-add", by=KEEPERS, data=ZONE),
    act("tasks:zone-check-all", by=HAVING_ZONES),
    page("tasks:zone", "@zone", to=OF_COUNTY, sees=NO_ONE),
    form("tasks:zone-edit", "@zone", by=OFFICER, sees=OF_COUNTY, data=ZONE | {"version": 0}),
    act("tasks:zone-update", "@zone", by=OFFICER, sees=OF_COUNTY, data=FRESH),
    act("tasks:zone-check", "@zone", by=OFFICER, sees=OF_COUNTY),
    page("tasks:platform-statistics"),
    page("tasks:platform-statistics-export"),
    form("tasks:response-terms", by=CLERK, data=TERMS),
]
