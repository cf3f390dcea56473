"""通行的目录表：两行表头、13 栏；后面几栏是本平台往返所需，可有可无。"""

from catalogs.models import Item
from portal.core.sheets.columns import Column, SheetSpec, text

KIND, LABEL, VERSION = "catalog", "标准目录", "1"
TICK = "√"
KEY, ORIGIN, REASON = "事项标识", "来历", "理由"
OWN = frozenset({KEY, ORIGIN, REASON})
LEVELS = {"level_county": "县级", "level_township": "乡级", "level_village": "村级"}
AUDIENCE = {"audience_all": "全社会", "audience_some": "特定群众"}
METHODS = {"method_active": "主动", "method_request": "依申请公开"}


def spec(
    title: str, *, extra: tuple[str, ...] = (), levels: tuple[str, ...], with_third: bool, with_links: bool
) -> SheetSpec:
    """一个领域的表；`extra` 是原表里有而标准没有的栏，原样带出。"""
    long, short = text(32000, multiline=True), text(2000, multiline=True)
    third = (Column("item_3", "三级事项", short, group="公开事项", width=14),) if with_third else ()
    links = (
        (Column("url", "链接", short, width=20), Column("remark", "备注", short, width=14))
        if with_links
        else ()
    )
    return SheetSpec(
        title=title,
        columns=(
            Column("number", "序号", short, width=6),
            Column("item_1", "一级事项", short, group="公开事项", width=12),
            Column("item_2", "二级事项", short, group="公开事项", width=14),
            *third,
            Column("content", "公开内容（要素）", long, width=40),
            Column("basis", "公开依据", long, width=34),
            Column("time_limit", "公开时限", short, width=16),
            Column("subject", "公开主体", short, width=14),
            Column("channels", "公开渠道和载体", short, width=18),
            Column("audience_all", "全社会", short, group="公开对象", width=6),
            Column("audience_some", "特定群众", short, group="公开对象", width=8),
            Column("method_active", "主动", short, group="公开方式", width=6),
            Column("method_request", "依申请公开", short, group="公开方式", width=8),
            *(Column(key, LEVELS[key], short, group="公开层级", width=6) for key in levels),
            *links,
            *(Column(f"extra:{name}", name, long, width=16) for name in extra),
            Column("origin", ORIGIN, short, width=8),
            Column("reason", REASON, short, width=16),
            Column("key", KEY, short, width=10, hidden=True),
        ),
        header_rows=2,
    )


def row(item: Item) -> dict[str, object]:
    """一个事项在表里的一行。"""
    ticks = {key: TICK for key, label in (AUDIENCE | METHODS | LEVELS).items() if label in _ticked(item)}
    if "audience_some" in ticks and item.audience_note:
        ticks["audience_some"] = item.audience_note
    plain = (
        "number",
        "item_1",
        "item_2",
        "item_3",
        "content",
        "basis",
        "time_limit",
        "subject",
        "url",
        "remark",
    )
    return {
        **{name: getattr(item, name) for name in plain},
        **{f"extra:{name}": value for name, value in item.extra.items()},
        "channels": "\n".join(f"■{name}" for name in (*item.channels, *item.channels_other)),
        **ticks,
        "origin": item.get_origin_display(),
        "reason": item.reason,
        "key": item.key,
    }


def _ticked(item: Item) -> list[str]:
    return [*item.audience, *item.method, *item.level]
