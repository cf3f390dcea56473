"""公开平台的工作簿。"""

import datetime as dt
from collections.abc import Iterable

from portal.core.sheets import columns, kinds, stamp, writing
from portal.core.sheets.columns import Column, SheetSpec, choice, day, text, url, whole
from tasks.registers.platforms.actions import ZoneLine, record_zones
from tasks.registers.platforms.models import FUNCTIONS, Zone
from tasks.sheets.ledger import ORGANISATION, LedgerBook

KINDS = {label: value for value, label in Zone.Kind.choices}
RHYTHMS = {label: value for value, label in Zone.Rhythm.choices}
CODES = {label: code for code, label in FUNCTIONS.items()}
NUMBER = columns.number(1)


class ZoneBook(LedgerBook):
    """专区、专栏、网上平台与新媒体。"""

    kind, label = "zones", "公开平台"
    line = ZoneLine
    sheet = SheetSpec(
        "公开平台",
        (
            Column("name", "名称", text(100), required=True, aliases=("栏目名称", "专区名称"), width=30),
            Column("kind", "种类", choice(KINDS), required=True, width=20),
            Column("parent", "所属专区", text(100), width=24, help="本单位另一处的名称；没有的留空"),
            ORGANISATION,
            Column("url", "网址", url(), width=40),
            Column("place", "线下地点", text(120), width=24),
            Column("post", "责任岗位", text(80), required=True, aliases=("责任人", "责任人岗位"), width=20),
            Column("rhythm", "更新节奏", choice(RHYTHMS), width=16, help="不填为每月"),
            Column("rhythm_days", "几天", whole(1, 366), width=8, help="更新节奏为“及时（每几天）”的填"),
            Column("functions", "功能", text(200), width=28, help="、".join(CODES)),
            Column("opened_on", "开通日期", day(), required=True, width=12),
            Column("closed_on", "停用日期", day(), width=12),
            Column("waiting_for", "等待后台权限", text(200), width=24, help="自己改不了、报给谁了"),
        ),
    )

    def seen(self, user):
        rows = Zone.objects.all() if user is None else Zone.objects.visible_to(user)
        return rows.select_related("organisation", "link", "parent")

    def line_of(self, row: Zone) -> ZoneLine:
        same = (
            "name",
            "kind",
            "post",
            "opened_on",
            "place",
            "rhythm",
            "rhythm_days",
            "closed_on",
            "waiting_for",
        )
        return ZoneLine(
            organisation=row.organisation.code,
            parent=row.parent.name if row.parent else "",
            url=row.link.url if row.link else "",
            functions=tuple(row.functions),
            **{name: getattr(row, name) for name in same},
        )

    def _row(self, line: ZoneLine, names):
        shown = super()._row(line, names)
        return shown | {"functions": "、".join(FUNCTIONS[code] for code in line.functions) or None}

    def check(self, row, values) -> Iterable:
        named = [
            part for part in (values.get("functions") or "").replace("，", "、").split("、") if part.strip()
        ]
        values["functions"] = tuple(CODES[part.strip()] for part in named if part.strip() in CODES)
        if unknown := [part for part in named if part.strip() not in CODES]:
            yield row.problem("functions", f"不认得“{'、'.join(unknown)}”", f"可填：{'、'.join(CODES)}")
        is_offline = values.get("kind") == Zone.Kind.OFFLINE
        if is_offline and (not values.get("place") or values.get("url")):
            yield row.problem("place", "线下专区写地点、不填网址", "请补上地点，去掉网址")
        if values.get("kind") and not is_offline and not values.get("url"):
            yield row.problem("url", "没有填写网址", "除线下专区以外都要有网址")
        if (values.get("rhythm") == Zone.Rhythm.DAYS) != bool(values.get("rhythm_days")):
            yield row.problem("rhythm_days", "更新节奏与天数不相符", "“及时（每几天）”的填天数，其余的留空")

    def together(self, read, known):
        """所属专区要在表里或已经登记，自己不再有所属，也不是自己。"""
        lines = known | {self.name_of(line): line for _, line in read}
        for row, line in read:
            if not line.parent:
                continue
            above = lines.get((line.organisation, line.parent))
            if above is None:
                yield row.problem("parent", f"没有登记过“{line.parent}”", "请填本单位另一处平台的名称")
            elif above.parent or line.parent == line.name:
                yield row.problem("parent", "专区与栏目只分两级", "请填最上一级的专区")

    def record(self, lines, *, by, at):
        record_zones(lines=lines, by=by, at=at)


ZONES = ZoneBook()
kinds.register(ZONES)
kinds.register_exporter(ZONES)

STATISTICS = SheetSpec(
    "平台建设统计",
    (
        Column("county", "县区", text(60), width=14),
        Column("zones", "公开平台", whole(), width=10),
        Column("reachable", "打得开", whole(), width=10),
        Column("empty", "空白或跳走", whole(), width=12),
        Column("dead", "已失效", whole(), width=10),
        Column("unclear", "没有核实", whole(), width=10, help="没有答复、拒绝自动核验、未核验"),
        Column("waiting", "待后台权限", whole(), width=12),
        Column("offline", "线下", whole(), width=8),
        Column("due", "本期应更新", whole(), width=12),
        Column("fresh", "本期已更新", whole(), width=12),
        Column("rate", "本期更新率（%）", NUMBER, width=16),
        Column("oldest", "最久没有更新（天）", whole(), width=18),
    ),
)


def statistics_book(rows: Iterable, total, *, at: dt.datetime) -> bytes:
    draft = writing.SheetDraft(
        STATISTICS, [_row(row) for row in rows], heading="平台建设统计", frozen=1, totals=_row(total)
    )
    return writing.build(
        writing.Draft((draft,), stamp.Stamp("platform-statistics", "平台建设统计", "1", {}, at))
    )


def _row(row) -> dict:
    values = {column.key: getattr(row, column.key) for column in STATISTICS.columns}
    return values | {"county": row.county.short_name if row.county else "合计"}
