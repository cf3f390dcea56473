"""公示单、公示、异议、留存、查询。含姓名的只有本县、所在乡镇与本村的人看得到，审计员看留痕。"""

from tests.integration.access.table.village import IN_COUNTY, OF_PROGRAMME, TRACE
from tests.integration.access.table.village_catalogs import HERE, LOCAL, OF_VILLAGE
from tests.integration.access.table.words import (
    COUNTY,
    DEPARTMENTS,
    EVERYBODY,
    NO_ONE,
    OFFICER,
    TOWNSHIP,
    WORK,
    Row,
    act,
    form,
    moves,
    page,
    public,
)

A3 = {"papers": "A3"}
SHOWN = {"starts_on": "2026-09-10", "place": "村务公开栏", "supervisor": "监督委员会", "photo": "@photo"}
KEEP = {"contents": "公示表", "place": "档案柜", "keeper": "文书"}
INQUIRY = {"year": 2026, "name": "没有这个人", "identity": "核对户口簿"}

ROWS = [
    page("village:notices", "@programme_paid", to=OF_PROGRAMME, sees=NO_ONE),
    act("village:notice-order", "@programme_paid", "WS", by=COUNTY, sees=OF_PROGRAMME, data=A3),
    act("village:notice-order", "@programme_paid", "WS-T1", by=COUNTY | TOWNSHIP, sees=OF_PROGRAMME, data=A3),
    act("village:notice-order", "@programme_paid", "WS-T1-V1", by=IN_COUNTY, sees=OF_PROGRAMME, data=A3),
    page(
        "village:notice-pack",
        "@programme_printed",
        "WS-T1",
        "A3",
        to=COUNTY | TOWNSHIP,
        sees=OF_PROGRAMME,
        writes=TRACE,
    ),
    page("village:notice", "@notice", to=IN_COUNTY, sees=OF_PROGRAMME, writes=TRACE),
    act("village:application-draft", "@application", by=OFFICER, sees=OF_PROGRAMME),
    page("village:year-end", to=WORK - DEPARTMENTS),
    page("village:postings", to=WORK - DEPARTMENTS),
    page("village:materials", to=WORK - DEPARTMENTS),
    page("village:inquiries"),
    page("village:posting-board", HERE, to=OF_VILLAGE, sees=NO_ONE),
    act(
        "village:posting-register",
        HERE,
        by=LOCAL,
        sees=OF_VILLAGE,
        data=SHOWN | {"posting": "@posting_due"},
    ),
    page("village:posting", "@posting_shown", to=OF_VILLAGE, sees=NO_ONE),
    *moves(
        "village:posting-move",
        OF_VILLAGE,
        [("cancel", "@posting_due", COUNTY), ("end", "@posting_shown", NO_ONE)],
    ),
    act(
        "village:evidence-add",
        "@posting_shown",
        by=LOCAL,
        sees=OF_VILLAGE,
        data={"kind": "other", "file": "@photo"},
    ),
    act("village:objection-add", "@posting_shown", by=LOCAL, sees=OF_VILLAGE, data={"text": "亩数不对"}),
    act("village:material-add", "@posting_shown", by=LOCAL, sees=OF_VILLAGE, data=KEEP),
    page("village:objection", "@objection", to=OF_VILLAGE, sees=NO_ONE),
    act("village:objection-contact", "@objection", by=LOCAL | OFFICER, sees=OF_VILLAGE, done=200),
    *moves(
        "village:objection-answer",
        OF_VILLAGE,
        [("uphold", "@objection", LOCAL | OFFICER), ("correct", "@objection", LOCAL | OFFICER)],
        answer="已经核对",
    ),
    page("village:material", "@material", to=OF_VILLAGE, sees=NO_ONE),
    *moves(
        "village:material-move",
        OF_VILLAGE,
        [
            ("propose", "@material", LOCAL),
            ("keep", "@material", LOCAL),
            ("destroy", "@material_proposed", TOWNSHIP),
        ],
        kept_until="2030-01-01",
    ),
    form("village:inquiry", HERE, by=LOCAL, sees=OF_VILLAGE, data=INQUIRY, done=200),
    public("public:villages"),
    public("public:village", HERE),
    Row(
        "public:objection",
        ("@posting_shown",),
        get=EVERYBODY,
        post=EVERYBODY,
        data={"text": "亩数不对"},
        done=200,
        is_open=True,
        is_personal=True,
    ),
    Row(
        "public:receipt",
        get=EVERYBODY,
        post=EVERYBODY,
        data={"receipt": "AAAAAAAAAA"},
        done=404,
        is_open=True,
        is_personal=True,
    ),
]
