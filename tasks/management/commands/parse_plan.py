"""解析一份实施方案，列出读出的任务，供人核对或交给别的程序。"""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.core.management import arguments
from portal.core.text import Unreadable
from tasks import plan_files
from tasks.plan import Proposal, read_plan


class Command(BaseCommand):
    help = "从实施方案（docx、pdf、txt）读出各方面、阶段、期限与责任单位，逐条列出。"

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path, help="方案文件")
        parser.add_argument(
            "--year", type=arguments.year, metavar="Y", help="方案年度；不给则取自标题或成文日期"
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="以 JSON 打印")

    def handle(self, *args, file, year, as_json, **options):
        arguments.check_is_file(file)
        try:
            plan = read_plan(plan_files.text_of(file.read_bytes()), year=year)
        except (plan_files.NoWords, Unreadable) as error:
            raise CommandError(str(error)) from error
        if not plan.proposals:
            self.stderr.write(
                "没有读出任务：请核对是不是选错了文件，任务是否写成一条一条，或列在有表头的表里。"
            )
        if plan.year is None:
            self.stderr.write("文中没有写年份，期限一律留空；请用 --year 指明。")
        if as_json:
            rows = [as_row(item) for item in plan.proposals]
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for item in plan.proposals:
            due = item.due_on or REPEATED.get(item.recurrence, "—")
            parts = (item.clause, item.area or "—", item.phase or "—", str(due), item.responsible or "—")
            self.stdout.write("\t".join((*parts, item.text)))
        self.stdout.write(f"共 {len(plan.proposals)} 条")


REPEATED = {"monthly": "每月", "quarterly": "每季度", "standing": "长期"}


def as_row(item: Proposal) -> dict:
    """一条的 JSON；没有单一截止日的 `due_on` 为 null，不详的文字为空串。"""
    return {
        "area": item.area,
        "phase": item.phase,
        "clause": item.clause,
        "text": item.text,
        "due_on": item.due_on.isoformat() if item.due_on else None,
        "responsible": item.responsible,
    }
