"""体检：这台机器缺什么，用哪条命令补。"""

import json
import unicodedata

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.core import doctor


class Command(BaseCommand):
    help = "检查字体、排版库、数据库、Redis、后台执行者、磁盘、节假日表；有错误时退出码为 1。"
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="以 JSON 打印，供监控读取")

    def handle(self, *args, **options):
        findings = doctor.examine(at=timezone.localtime())
        wrong = any(finding.level == doctor.WRONG for finding in findings)
        if options["json"]:
            self.stdout.write(
                json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=1)
            )
        else:
            self._table(findings)
        if wrong:
            raise SystemExit(1)

    def _table(self, findings):
        styles = {doctor.OK: self.style.SUCCESS, doctor.CAUTION: self.style.WARNING}
        width = max(_columns(finding.name) for finding in findings)
        for finding in findings:
            level = styles.get(finding.level, self.style.ERROR)(finding.level)
            gap = " " * (width - _columns(finding.name))
            self.stdout.write(f"{level}  {finding.name}{gap}  {finding.text}")
            if finding.mend:
                self.stdout.write(f"{' ' * (width + 8)}→ {finding.mend}")


def _columns(text: str) -> int:
    """终端里占的列数：汉字占两列。"""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
