"""生成参考文档。"""

from django.core.management.base import BaseCommand

from portal.desk import reference


class Command(BaseCommand):
    help = "由代码生成 docs/reference 下的参考文档（状态、角色、层次、命令、环境变量）。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="只核对，与代码不符时退出码为 1")

    def handle(self, *args, check, **options):
        if not check:
            changed = reference.write()
            self.stdout.write(f"已更新：{'、'.join(changed)}" if changed else "没有变化")
            return
        if stale := reference.drifted():
            self.stderr.write(f"与代码不符：{'、'.join(stale)}。请运行：make docs")
            raise SystemExit(1)
        self.stdout.write("参考文档与代码相符")
