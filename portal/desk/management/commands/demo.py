"""装入演示城市“云川市”。"""

import datetime as dt

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.core import clock
from portal.core.rules import Denied
from portal.desk.demo import places
from portal.desk.demo.load import load


class Command(BaseCommand):
    help = "装入演示城市：八个县区、二十六个领域、各角色账号、办到“今天”的行动。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--today", type=dt.date.fromisoformat, help="行动办到哪一天，如 2026-11-20；默认今天"
        )

        parser.add_argument(
            "--townships",
            type=int,
            default=places.TOWNSHIPS,
            choices=range(places.TOWNSHIPS, places.MOST + 1),
            metavar="N",
            help=f"全市乡镇数，{places.TOWNSHIPS} 至 {places.MOST}；多于默认时个个有账号与目录，装得慢些",
        )

    def handle(self, *args, today, townships, **options):
        try:
            accounts = load(today=today or clock.local_date(timezone.now()), townships=townships)
        except Denied as denied:
            raise CommandError(denied.reason) from denied
        self.stdout.write(f"已装入演示城市，{len(accounts)} 个账号见 var/demo-accounts.json")
