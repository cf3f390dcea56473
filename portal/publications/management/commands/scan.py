"""隐私检测：对任意文件逐处检测身份证号、银行卡号、手机号、住址、名单。"""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from portal.core.management.arguments import check_is_file
from portal.publications import privacy

UNREADABLE = "unreadable"


class Command(BaseCommand):
    help = "检测一份文件里的个人信息，值一律打码。退出码：0 看全了；1 有读不出的内容（图片、旧版、有密码）；2 用法不对。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="要检测的文件")
        parser.add_argument("--json", action="store_true", dest="as_json", help="以 JSON 列出")

    def handle(self, *args, file, as_json, **options):
        check_is_file(file)
        data = file.read_bytes()
        found = privacy.scan_file(data, file.name)
        unread = [f"{one.place}：{one.masked}" for one in found if one.kind == UNREADABLE]
        for said in unread + privacy.blind_spots(data, file.name):
            self.stderr.write(f"{said}。")
        found += privacy.unseen(data, file.name)
        if as_json:
            rows = [{"kind": f.kind, "place": f.place, "masked": f.masked} for f in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
        else:
            for finding in found:
                self.stdout.write(f"{finding.label}\t{finding.masked}\t{finding.place}")
            self.stdout.write(f"共 {len(found)} 处")
        if any(finding.kind == UNREADABLE for finding in found):
            raise SystemExit(1)
