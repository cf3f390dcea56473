"""发送（或预览）期限提醒；与每天早上自动执行的是同一个动作。"""

import datetime as dt

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.core import clock
from tasks import actions


class Command(BaseCommand):
    help = "发送期限提醒：每人每天至多一份汇总，同一提醒不会发两次。"

    def add_arguments(self, parser):
        parser.add_argument("--on", type=dt.date.fromisoformat, help="按哪一天计算，如 2026-06-27；默认今天")
        parser.add_argument("--preview", action="store_true", help="只列出会发给谁，不发送")

    def handle(self, *args, on, preview, **options):
        at = timezone.now()
        on = on or clock.local_date(at)
        if preview:
            self._show(actions.preview_reminders(on=on), on)
            return
        told = actions.send_reminders(on=on, at=at)
        self.stdout.write(f"{on}：已提醒 {told} 人")

    def _show(self, due, on):
        for reminder in due:
            self.stdout.write(f"{reminder.person.username}\tT{reminder.offset:+d}\t{reminder.text}")
        self.stdout.write(f"{on}：共 {len(due)} 条，{len({r.person.pk for r in due})} 人")
