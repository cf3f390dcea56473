"""标准目录、标准调整、公开记录。"""

from tests.integration.access.table.words import (
    AUDITOR,
    CLERK,
    COUNTY_HEAD,
    NO_ONE,
    OF_CATALOG,
    OFFICER,
    REVIEWER,
    SCORER,
    TOWNSHIP,
    WORK,
    Row,
    act,
    form,
    moves,
    page,
)

WS = "WS"
# 乡镇的目录：乡镇自己、所属县区、市、各部门、审计。
OF_TOWNSHIP = OF_CATALOG | TOWNSHIP

ROWS = [
    page("catalogs:home"),
    page("catalogs:fields"),
    page("catalogs:field", "01"),
    act("catalogs:field-rename", "01", by=CLERK, data={"year": 2026, "name": "重大项目"}),
    act("catalogs:field-owner", "01", by=CLERK, data={"year": 2027, "department": "@department"}),
    page("catalogs:adjustments"),
    page("catalogs:adjustment", "@adjustment", to=OF_CATALOG, sees=NO_ONE),
    act("catalogs:adjustment-proposals", "@adjustment", by=OFFICER, sees=OF_CATALOG),
    act("catalogs:adjustment-apply", "@adjustment_decided", by=OFFICER, sees=OF_CATALOG),
    act("catalogs:adjustment-undo", "@adjustment_applied", by=OFFICER, sees=OF_CATALOG),
    act(
        "catalogs:step",
        "@step",
        by=OFFICER,
        sees=OF_CATALOG,
        data={"decision": "keep", "reason": "本县办理方式不同"},
    ),
    act("catalogs:step", "@step", by=OFFICER, sees=OF_CATALOG),
    page("catalogs:edition", "@edition", to=OF_CATALOG, sees=NO_ONE),
    page("catalogs:edition", "@edition_draft", to=OF_CATALOG, sees=NO_ONE),
    page("catalogs:edition", "@standard", to=WORK, sees=NO_ONE),
    page("catalogs:edition-workbook", "@edition", to=OF_CATALOG, sees=NO_ONE),
    act("catalogs:edition-print", "@edition", by=OF_CATALOG - AUDITOR, sees=OF_CATALOG),
    form("catalogs:edition-describe", "@edition_draft", by=OFFICER, sees=OF_CATALOG),
    act("catalogs:edition-submit", "@edition_draft", by=OFFICER, sees=OF_CATALOG),
    page("catalogs:edition-effect", "@standard_draft", to=WORK, sees=NO_ONE),
    page("catalogs:edition-compare", "@edition", to=OF_CATALOG, sees=NO_ONE),
    page("catalogs:compare-workbook", "@edition", to=OF_CATALOG, sees=NO_ONE),
    *moves(
        "catalogs:edition-move",
        OF_CATALOG,
        [
            ("hand_in", "@edition_passed", COUNTY_HEAD),
            ("confirm", "@edition_handed_in", REVIEWER),
            ("return", "@edition_handed_in", REVIEWER),
            ("discard", "@edition_draft", OFFICER),
        ],
    ),
    *moves(
        "catalogs:edition-move",
        WORK,
        [("issue", "@standard_draft", REVIEWER), ("discard", "@standard_draft", CLERK)],
    ),
    form("catalogs:item-add", "@edition_draft", "01", by=OFFICER, sees=OF_CATALOG, done=422),
    page("catalogs:section", "@section", to=OF_CATALOG, sees=NO_ONE),
    *moves(
        "catalogs:section-move",
        OF_CATALOG,
        [
            ("submit", "@section", OFFICER),
            ("take_back", "@section_submitted", OFFICER),
            ("pass", "@section_submitted", SCORER),
            ("return", "@section_submitted", SCORER),
        ],
    ),
    *moves(
        "catalogs:section-move",
        OF_TOWNSHIP,
        [
            ("pass", "@township_section_submitted", OFFICER),
            ("take_back", "@township_section_submitted", TOWNSHIP),
        ],
    ),
    Row("catalogs:item", ("@item",), get=OF_CATALOG, post=OFFICER, sees=OF_CATALOG, done=422),
    act("catalogs:item-waive", "@item", by=OFFICER, sees=OF_CATALOG, data={"reason": "本县没有"}),
    act("catalogs:item-restore", "@item_waived", by=OFFICER, sees=OF_CATALOG),
    act("catalogs:item-remove", "@item_added", by=OFFICER, sees=OF_CATALOG),
    page("catalogs:coverage"),
    form("catalogs:mapping", "@catalog_batch", by=OFFICER, sees=NO_ONE),
    form(
        "catalogs:disclosure",
        "@disclosure",
        by=OFFICER,
        sees=OF_CATALOG,
        data={"title": "改正的标题", "disclosed_on": "2026-09-09", "version": 1},
    ),
    act(
        "catalogs:disclosure-retract", "@disclosure", by=OFFICER, sees=OF_CATALOG, data={"reason": "登记错了"}
    ),
    act("catalogs:feed-remove", "@feed", by=OFFICER, sees=OF_CATALOG),
    act("catalogs:entry", "@entry", by=OFFICER, sees=OF_CATALOG, data={"ignore": "1"}),
    act("catalogs:entry", "@entry", by=OFFICER, sees=OF_CATALOG),
    page("catalogs:catalog", WS, to=OF_CATALOG, sees=NO_ONE),
    page("catalogs:catalog", "provincial", to=WORK, sees=NO_ONE),
    # 还没有目录的乡镇：拟得了的人打开，是请他开始；别人那里没有这一页。
    page("catalogs:catalog", "WS-T1", to=TOWNSHIP, sees=NO_ONE),
    act("catalogs:catalog-draft", WS, by=OFFICER, sees=OF_CATALOG),
    act("catalogs:catalog-draft", "WS-T1", by=TOWNSHIP, sees=NO_ONE),
    act("catalogs:catalog-draft", "provincial", by=CLERK, sees=WORK),
    act("catalogs:catalog-import", WS, by=OFFICER, sees=OF_CATALOG, data={"file": "@uploaded_catalog"}),
    page("catalogs:catalog-coverage", WS, to=OF_CATALOG, sees=NO_ONE),
    page("catalogs:disclosures", WS, to=OF_CATALOG, sees=NO_ONE),
    form("catalogs:disclosure-add", WS, by=OFFICER, sees=OF_CATALOG, done=422),
    page("catalogs:disclosure-workbook", WS, to=OF_CATALOG, sees=NO_ONE),
    act(
        "catalogs:disclosure-import", WS, by=OFFICER, sees=OF_CATALOG, data={"file": "@uploaded_disclosures"}
    ),
    act(
        "catalogs:feed-add",
        WS,
        by=OFFICER,
        sees=OF_CATALOG,
        data={"url": "https://ws.yunchuan.example/a.xml"},
    ),
    act("catalogs:feed-add", WS, by=OFFICER, sees=OF_CATALOG),
]
