"""整站备份。"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from portal.core import backup


class Command(BaseCommand):
    help = "把数据库与文件备份到一个 tar 文件（附清单与摘要）。不含 SECRET_KEY，请另行妥善保管。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="备份文件，如 /backup/gkts-20260701.tar")
        parser.add_argument(
            "--portable", action="store_true", help="逐行格式，可在 SQLite 与 PostgreSQL 之间搬迁"
        )

    def handle(self, *args, file, portable, **options):
        try:
            made = backup.make(file, at=timezone.now(), portable=portable)
        except backup.BackupRefused as refused:
            raise CommandError(str(refused)) from None
        size = filesizeformat(file.stat().st_size).replace("\xa0", " ")
        self.stdout.write(
            f"已备份到 {file}：{len(made.rows)} 张表 {sum(made.rows.values())} 行，{len(made.files)} 个文件，共 {size}。"
        )
        for name in made.missing:
            self.stderr.write(f"注意：登记的文件找不到：{name}")
