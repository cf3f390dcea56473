"""从命令行导入工作簿，与页面走同一条路：先整本校验，没有错误才在一个事务里写入。"""

import json
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from portal.core import audit
from portal.core.management.arguments import USAGE, check_is_file, year
from portal.core.rules import Denied
from portal.core.sheets import annotating, gate, kinds, reading
from portal.core.sheets.kinds import Plan
from portal.core.sheets.problems import Handout, Outcome, Problem

COUNTS = (("new", "新增"), ("changed", "改动"), ("same", "相同"), ("gone", "库里有而表里没有"))


class Command(BaseCommand):
    help = "导入一份工作簿。退出码：0 已导入（或试算无误）；1 不予导入，列出全部错误；2 用法不对。"

    def add_arguments(self, parser):
        parser.add_argument("kind", metavar="KIND", help=f"种类：{'、'.join(kinds.names())}")
        parser.add_argument("file", metavar="FILE", type=Path, help="xlsx 或 csv 文件")
        parser.add_argument("--campaign", type=year, metavar="C", help="行动的年度，如 2026；默认为当前行动")
        parser.add_argument("--scope", metavar="CODE", help="范围代码：领域、县区等，由种类决定")
        parser.add_argument("--programme", metavar="NAME", help="补贴项目的名称（发放清单）")
        parser.add_argument("--year", type=year, metavar="Y", help="年度（发放清单、年度报告）")
        parser.add_argument("--period", metavar="TEXT", help="发放期次，如 第一季度（发放清单，可不填）")
        parser.add_argument("--by", required=True, metavar="USER", help="以哪个账号的身份导入")
        parser.add_argument("--dry-run", action="store_true", help="只校验，不写入")
        parser.add_argument("--annotate", type=Path, metavar="OUT.xlsx", help="有错误时写出标好错的工作簿")
        parser.add_argument("--json", action="store_true", help="以 JSON 打印结果")
        parser.add_argument(
            "--handout",
            type=Path,
            metavar="OUT.xlsx",
            help="只给一次的结果（如新账号的一次性密码）写到哪里；不给则写入 VAR_DIR",
        )

    def handle(self, *args, kind, file, campaign, scope, by, dry_run, annotate, **options):
        importer, user = _importer(kind), person(by)
        check_is_file(file)
        plan = _plan(importer, file, campaign, scope_in(scope, options), user)
        outcome = plan.outcome()
        if plan.is_clean and not dry_run:
            outcome = _apply(importer, plan, by=user, at=timezone.now())
        if annotate and (outcome.errors or outcome.doubts):
            self._annotate(file, annotate, outcome)
        if outcome.handout:
            self._hand_out(outcome.handout, options["handout"])
        self._report(outcome, importer.label, dry_run=dry_run, as_json=options["json"])
        if outcome.errors:
            raise SystemExit(1)

    def _report(self, outcome: Outcome, label: str, *, dry_run: bool, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False))
            return
        for problem in outcome.errors:
            self.stderr.write(str(problem))
        for doubt in outcome.doubts:
            self.stderr.write(f"请留意：{doubt}")
        if outcome.errors:
            self.stderr.write(f"没有导入{label}，共 {len(outcome.errors)} 处错误；一行也没有写入。")
            return
        counts = "，".join(f"{name} {getattr(outcome, key)}" for key, name in COUNTS)
        verb = "试算无误，没有写入" if dry_run else "已导入"
        self.stdout.write(f"{verb}：{label} {outcome.rows} 行（{counts}）")

    def _hand_out(self, handout: Handout, target: Path | None) -> None:
        """写成只有本人能读的新文件；不覆盖已有的，免得丢了上一份。所在位置打印到标准错误。"""
        target = target or settings.VAR_DIR / handout.name
        try:
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            self.stderr.write(f"写不进 {target}（{error.strerror}），改存别处。")
            descriptor, path = tempfile.mkstemp(prefix="handout-", suffix=".xlsx", dir=settings.VAR_DIR)
            target = Path(path)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(handout.data)
        self.stderr.write(f"{handout.title}：{target}（只此一份，请取走后销毁）")

    def _annotate(self, file: Path, target: Path, outcome: Outcome) -> None:
        """标好错的工作簿；文件本身打不开时标不了，说明即可。"""
        problems = [*outcome.errors, *outcome.doubts]
        try:
            target.write_bytes(annotating.annotate(file.read_bytes(), problems, file.name))
        except gate.Refused:
            self.stderr.write("文件本身不能打开，没有写出标错的工作簿。")
        except OSError as error:
            raise CommandError(f"写不进 {target}：{error.strerror}", returncode=USAGE) from error


def person(username: str):
    """`--by` 所指的在用账号。"""
    users = get_user_model().objects
    found = users.filter(username__iexact=username, is_active=True).first()
    if found is None:
        raise CommandError(f"没有名为“{username}”的在用账号，请检查 --by", returncode=USAGE)
    return found


def scope_in(code: str | None, options: dict) -> dict:
    """范围的各项，没有给的不列。"""
    given = {"code": code} | {name: options.get(name) for name in ("programme", "year", "period")}
    return {name: value for name, value in given.items() if value}


def _importer(kind: str):
    try:
        return kinds.get(kind)
    except kinds.UnknownKind as error:
        raise CommandError(str(error), returncode=USAGE) from error


def _plan(importer, file: Path, campaign: int | None, scope: dict, by) -> Plan:
    """校验的结果；文件被拒或此人无权，也是一处错误。"""
    try:
        return importer.plan(reading.read(file, file.name), campaign=campaign, scope=scope, by=by)
    except gate.Refused as error:
        return Plan(importer.kind, problems=[Problem("", "", "", error.message, error.hint)])
    except Denied as error:
        return Plan(importer.kind, problems=[Problem("", "", "", error.reason)])


def _apply(importer, plan: Plan, *, by, at) -> Outcome:
    """一个事务写入并留痕；写入时被规则拒绝（如刚过截止），什么也没有写，作为一处错误返回。"""
    try:
        with transaction.atomic():
            outcome = importer.apply(plan, by=by, at=at)
            counts = {name: value for name, value in outcome.as_json().items() if isinstance(value, int)}
            audit.record(f"core.import.{plan.kind}", by=by, at=at, detail=counts, text="命令行导入")
            return outcome
    except Denied as error:
        return Outcome(plan.kind, rows=plan.rows, errors=[Problem("", "", "", error.reason)])
