"""同步生成综合评估报告：取数、排版，写入文件夹；内容与任务生成的相同。"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.models import Report
from assessments.report import build, content, snapshot
from assessments.sheets import places
from portal.core import audit
from portal.core.rules import Denied

FORMATS = ("pdf", "xlsx", "docx")


class Command(BaseCommand):
    help = "生成综合评估报告。有草稿或定稿时用它的定格数据与文字，没有则当场取数（不存库）。"

    def add_arguments(self, parser):
        parser.add_argument("--campaign", type=int, help="年度；默认进行中的行动")
        parser.add_argument("--format", default=",".join(FORMATS), help="pdf,xlsx,docx 中的几种，逗号隔开")
        parser.add_argument("--out", type=Path, required=True, help="写到哪个文件夹")
        parser.add_argument("--fresh", action="store_true", help="不用已有的稿，当场取数")

    def handle(self, *args, campaign, format, out, fresh, **options):
        formats = [name.strip() for name in format.split(",") if name.strip()]
        if unknown := [name for name in formats if name not in FORMATS]:
            raise CommandError(
                f"不认识的格式：{'、'.join(unknown)}。可用：{'、'.join(FORMATS)}", returncode=2
            )
        try:
            found = places.campaign_of(campaign)
        except Denied as denied:
            raise CommandError(denied.reason) from denied
        whole, taken = self._content(found, fresh)
        out.mkdir(parents=True, exist_ok=True)
        makers = {
            "pdf": lambda: build.to_pdf(whole),
            "docx": lambda: build.to_docx(whole),
            "xlsx": lambda: build.to_xlsx(whole, taken),
        }
        for name in formats:
            path = out / f"{whole.title}.{name}"
            path.write_bytes(makers[name]())
            self.stdout.write(str(path))

    def _content(self, campaign, fresh: bool):
        """（内容, 定格数据）：优先定稿，其次最近一稿，否则当场取数。"""
        reports = Report.objects.filter(campaign=campaign)
        report = None if fresh else reports.filter(status="final").first() or reports.first()
        if report:
            taken, fields = report.snapshot, (report.title, report.document_number, report.wording)
            mark, head = report.fingerprint, report.audit_head
        else:
            taken = snapshot.take(campaign, at=timezone.now())
            fields, mark = (f"{campaign.title}综合评估报告", "", {}), snapshot.fingerprint(taken)
            head = audit.head().hash if audit.head() else ""
        title, number, edited = fields
        whole = content.compose(
            title=title,
            document_number=number,
            snapshot=taken,
            edited=edited,
            fingerprint=mark,
            audit_head=head,
        )
        return whole, taken
