"""公示单、公示、异议、留存、查询。含姓名的只有本县、所在乡镇与本村的人看得到，审计员看留痕。"""

from tests.integration.access.table.village import IN_COUNTY, OF_PROGRAMME, TRACE
from tests.integration.access.table.words import COUNTY, NO_ONE, TOWNSHIP, act, page

A3 = {"papers": "A3"}

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
]
