"""从备份恢复整站。"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.core import backup


class Command(BaseCommand):
    help = "从 backup 写出的文件恢复；先核验摘要，恢复后逐表清点并核对审计链，不符则退回原样。"
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="替换已有数据")

    def handle(self, *args, file, force, **options):
        try:
            restored = backup.restore(file, at=timezone.now(), force=force)
        except backup.BackupRefused as refused:
            raise CommandError(str(refused)) from None
        found = restored.manifest
        self.stdout.write(
            f"已恢复 {found.made_at} 的备份：{len(found.rows)} 张表 {sum(found.rows.values())} 行，"
            f"{len(found.files)} 个文件；行数、摘要与审计链都核对无误。"
        )
        for note in restored.notes:
            self.stderr.write(f"注意：{note}")
