"""补贴项目、发放清单、合计。含姓名的页面只有本县填报人、负责人与所在乡镇、村看得到。"""

from tests.integration.access.table.words import (
    AUDITOR,
    CITY,
    CLERK,
    COUNTY,
    COUNTY_HEAD,
    NO_ONE,
    OFFICER,
    REVIEWER,
    TOWNSHIP,
    VILLAGE,
    act,
    form,
    moves,
    page,
)

OTHER_OFFICER = frozenset({"other_officer"})
IN_COUNTY = COUNTY | TOWNSHIP | VILLAGE
# 望山区的项目谁看得到；批次的页面没有姓名，审计员也看。
OF_PROGRAMME = CITY | IN_COUNTY | AUDITOR
OF_BATCH = COUNTY | AUDITOR
FACTS = {
    "name": "能繁母猪补贴",
    "year": 2026,
    "posting_days": 7,
    "posting_day_kind": "calendar",
    "posting_within": 10,
    "answer_days": 5,
    "retention_years": 5,
    "version": 1,
}
TRACE = frozenset({"core_auditevent"})

ROWS = [
    page("village:programmes"),
    form("village:programme-add", by=OFFICER | OTHER_OFFICER, data=FACTS),
    act("village:programme-carry", by=OFFICER | OTHER_OFFICER),
    page("village:sums"),
    page("village:programme", "@programme", to=OF_PROGRAMME, sees=NO_ONE),
    form("village:programme-edit", "@programme", by=OFFICER, sees=OF_PROGRAMME, data=FACTS),
    act(
        "village:application-add",
        "@programme",
        by=OFFICER,
        sees=OF_PROGRAMME,
        data={"opens_on": "2026-03-01", "closes_on": "2026-03-31", "text": "到村委会申报"},
    ),
    act("village:upload-add", "@programme", by=OFFICER, sees=OF_PROGRAMME, data={"file": "@uploaded_list"}),
    page("village:template", "@programme", to=OF_PROGRAMME, sees=NO_ONE),
    page(
        "village:households", "@programme", "WS-T1-V1", to=IN_COUNTY, sees=OF_PROGRAMME, writes=TRACE
    ),
    page("village:households", "@programme", "WS-T3-V1", to=COUNTY, sees=OF_PROGRAMME, writes=TRACE),
    page("village:upload", "@upload_refused", to=COUNTY, sees=NO_ONE),
    page("village:upload-annotated", "@upload_refused", to=COUNTY, sees=NO_ONE, writes=TRACE),
    act("village:upload-drop", "@upload_refused", by=OFFICER, sees=COUNTY),
    page("village:batch", "@payment_batch", to=OF_BATCH, sees=NO_ONE),
    page("village:batch-rows", "@payment_batch", to=COUNTY, sees=OF_BATCH, writes=TRACE),
    act("village:batch-reverse", "@batch_confirmed", by=OFFICER, sees=OF_BATCH, data={"reason": "重复发放"}),
    *moves("village:batch-move", OF_BATCH, [("confirm", "@payment_batch", COUNTY_HEAD), ("return", "@payment_batch", COUNTY)]),
    page("village:releases"),
    act("village:release-draft", by=OFFICER | OTHER_OFFICER, data={"year": 2026}),
    page("village:release", "@release", to=OF_PROGRAMME, sees=NO_ONE),
    page("village:released", "@released", to=OF_PROGRAMME, sees=NO_ONE),
    *moves(
        "village:release-move",
        OF_PROGRAMME,
        [
            ("hand_in", "@release", COUNTY_HEAD),
            ("check", "@release_handed_in", CLERK),
            ("publish", "@release_checked", REVIEWER),
            ("return", "@release_handed_in", CLERK),
        ],
    ),
    act("village:payment-reveal", "@payment", by=OFFICER, sees=IN_COUNTY, done=200),
]  # fmt: skip
