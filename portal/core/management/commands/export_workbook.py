"""从命令行导出：预填的模板或现有数据（xlsx），或给程序核对用的平铺行（json、csv）。"""

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.core.management.arguments import USAGE, year
from portal.core.management.commands.import_workbook import person, scope_in
from portal.core.rules import Denied
from portal.core.sheets import kinds
from portal.core.sheets.exporting import BOM, escaped


class Command(BaseCommand):
    help = "导出一种数据。不给 --out 时 json、csv 打印到标准输出。退出码：0 完成；1 不予导出；2 用法不对。"

    def add_arguments(self, parser):
        parser.add_argument("kind", metavar="KIND", help=f"种类：{'、'.join(kinds.exporter_names())}")
        parser.add_argument("--out", type=Path, metavar="FILE", help="写到哪个文件")
        parser.add_argument("--format", choices=("xlsx", "json", "csv"), help="默认看 --out 的扩展名")
        parser.add_argument("--campaign", type=year, metavar="C", help="行动的年度，如 2026；默认为当前行动")
        parser.add_argument("--scope", metavar="CODE", help="范围代码：领域、县区等，由种类决定")
        parser.add_argument("--programme", metavar="NAME", help="补贴项目的名称（村级合计，可不填）")
        parser.add_argument("--year", type=year, metavar="Y", help="年度（村级合计、年度报告）")
        parser.add_argument("--by", metavar="USER", help="按哪个账号看得到的范围；不给则不限")

    def handle(self, *args, kind, out, format, campaign, scope, by, **options):
        form = format or _form_of(out)
        if form == "xlsx" and out is None:
            raise CommandError("xlsx 须用 --out 指定文件", returncode=USAGE)
        chosen = {
            "campaign": campaign,
            "scope": scope_in(scope, options),
            "by": person(by) if by else None,
        }
        content = _content(kind, form, chosen)
        if out is None:
            self.stdout.write(content.decode().removeprefix(BOM), ending="")
            return
        try:
            out.write_bytes(content)
        except OSError as error:
            raise CommandError(f"写不进 {out}：{error.strerror}", returncode=USAGE) from error
        self.stdout.write(f"已写出 {out}（{len(content)} 字节）")


def _form_of(out: Path | None) -> str:
    suffix = out.suffix.lower().lstrip(".") if out else "json"
    return suffix if suffix in ("json", "csv") else "xlsx"


def _content(kind: str, form: str, chosen: dict) -> bytes:
    """导出的字节；没有这种类是用法错误，无权看是拒绝。"""
    try:
        exporter = kinds.get_exporter(kind)
        if form == "xlsx":
            return exporter.workbook(**chosen, at=timezone.now())
        rows = exporter.rows(**chosen)
    except kinds.UnknownKind as error:
        raise CommandError(str(error), returncode=USAGE) from error
    except Denied as error:
        raise CommandError(error.reason) from error
    return (as_json(rows) if form == "json" else as_csv(rows)).encode()


def as_json(rows: list[dict]) -> str:
    """每行一个对象；数原样写成 JSON 数（不经浮点），空缺为 null，日期为 ISO 文字。"""
    lines = ("{" + ", ".join(f"{json.dumps(key)}: {_json(row[key])}" for key in row) + "}" for row in rows)
    return "[\n" + ",\n".join(lines) + "\n]\n" if rows else "[]\n"


def _json(value) -> str:
    """一个值；从属的几行（解读、回应）是对象的列表，里面的日期、数同样写法。"""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {_json(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_json, value)) + "]"
    if isinstance(value, dt.date):
        value = value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def as_csv(rows: list[dict]) -> str:
    """首行为英文键；带 BOM，Excel 与 WPS 打开不乱码；像公式的文字前加单引号。"""
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer)
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return buffer.getvalue()


def _cell(value):
    if isinstance(value, dict | list | tuple):
        return _json(value)
    return escaped(value) if isinstance(value, str) else value
