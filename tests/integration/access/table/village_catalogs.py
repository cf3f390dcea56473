"""村级目录与按期公开：本村与所在乡镇办，上级与审计看；衔接由县（乡）目录的填报人确认。"""

from tests.integration.access.table.words import (
    AUDITOR,
    CITY,
    COUNTY,
    NO_ONE,
    OF_CATALOG,
    OF_COUNTY,
    OFFICER,
    TOWNSHIP,
    VILLAGE,
    WORK,
    Row,
    act,
    form,
    page,
)

HERE = "WS-T1-V1"
LOCAL = TOWNSHIP | VILLAGE
OF_VILLAGE = CITY | COUNTY | LOCAL | AUDITOR
ITEM = {"item_1": "村里的事", "time_limit": "每月", "version": 0, "reason": "本村另有安排"}

ROWS = [
    page("village:catalogs", to=WORK),
    page("catalogs:catalog", "WS_village", to=OF_CATALOG, sees=NO_ONE),
    page("village:model", "WS", to=OF_COUNTY, sees=NO_ONE),
    page("village:links", "WS", to=OF_CATALOG, sees=NO_ONE),
    act(
        "village:link-add",
        "WS",
        by=OFFICER,
        sees=OF_CATALOG,
        data={"key": "@unlinked_key", "reason": "村民自治事项"},
    ),
    act("village:link-remove", "@linkage", by=OFFICER, sees=OF_CATALOG),
    page("village:village-catalog", HERE, to=OF_VILLAGE, sees=NO_ONE),
    page("village:village-workbook", HERE, to=OF_VILLAGE, sees=NO_ONE),
    act("village:village-upload", HERE, by=LOCAL, sees=OF_VILLAGE),
    page("village:board", HERE, to=OF_VILLAGE, sees=NO_ONE),
    act(
        "village:record-add",
        HERE,
        by=LOCAL,
        sees=OF_VILLAGE,
        data={"only": "@slot_token", "posted_on": "2026-09-10", "place": "村务公开栏"},
    ),
    page("village:records", HERE, to=OF_VILLAGE, sees=NO_ONE),
    act(
        "village:record-retract",
        "@cycle_record",
        by=LOCAL,
        sees=OF_VILLAGE,
        data={"reason": "登记错了"},
    ),
    form(
        "village:village-item-add", HERE, by=LOCAL, sees=OF_VILLAGE, data=ITEM | {"field": "@village_field"}
    ),
    Row(
        "village:village-item", (HERE, "@village_key"), get=OF_VILLAGE, post=LOCAL, sees=OF_VILLAGE, data=ITEM
    ),
    act(
        "village:village-item-waive",
        HERE,
        "@village_key",
        by=LOCAL,
        sees=OF_VILLAGE,
        data={"reason": "本村没有"},
    ),
    act("village:village-item-restore", HERE, "@village_key", by=LOCAL, sees=OF_VILLAGE),
]
