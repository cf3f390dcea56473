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
            self._show(actions.forecast(on=on), on)
            return
        run = actions.send_reminders(on=on, at=at)
        self.stdout.write(
            f"{on}：已提醒 {run.people} 人，到上限留到下一次 {run.left} 人，暂停未发 {run.held} 人"
        )

    def _show(self, found, on):
        for reminder in found.due:
            self.stdout.write(
                f"{reminder.person.username}\tT{reminder.offset:+d}\t{reminder.why}\t{reminder.text}"
            )
        for one in found.unreached:
            self.stdout.write(f"（没有人可告诉）\t{one.organisation}\t{one.text}")
        held = len({r.person.pk for r in found.held})
        people = len(found.people)
        self.stdout.write(
            f"{on}：共 {len(found.due)} 条，{people} 人；暂停不发 {held} 人；一次上限 {found.cap} 人"
        )
