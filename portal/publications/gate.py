"""隐私闸门：公开之前，正文、表格、附件、文件名全部过一遍检测。"""

from dataclasses import asdict

from portal.core import files
from portal.core.models import StoredFile
from portal.core.rules import Denied
from portal.publications import freezing, privacy
from portal.publications.models import Publication

TEXT_FIELDS = (
    "title",
    "summary",
    "keywords",
    "category",
    "theme",
    "document_number",
    "source",
    "consult_office",
    "consult_phone",
)


class Blocked(Denied):
    """有疑似个人信息，不能公开；`findings` 逐处列明位置，值已打码。"""

    def __init__(self, findings: list[dict]):
        places = "；".join(f"{f['place']} 有{f['label']} {f['masked']}" for f in findings[:5])
        more = f"等 {len(findings)} 处" if len(findings) > 5 else ""
        super().__init__(f"发现疑似个人信息，不能公开：{places}{more}。请删去后重新上传，再提交公开。")
        self.findings = findings


def scan(publication: Publication) -> list[dict]:
    """检测稿件的每一处，返回发现；没有则为空列表。"""
    found = []
    for name in TEXT_FIELDS:
        label = Publication._meta.get_field(name).verbose_name
        found += privacy.scan_text(getattr(publication, name), place=label)
    found += privacy.scan_html(publication.body_html, place="正文")
    if table := publication.rows:
        found += privacy.scan_rows(table["headers"], table.get("rows", []), place="表格")
    return _as_dicts(found) + scan_files([row.file for row in publication.files.select_related("file")])


def scan_files(stored: list[StoredFile]) -> list[dict]:
    """逐个检测文件的内容与文件名；业务页面在提交前也用它提前指出问题。"""
    return _as_dicts(finding for row in stored for finding in privacy.scan_file(files.read(row), row.name))


def check(publication: Publication) -> str:
    """放行则返回所扫描内容的摘要；有发现抛 `Blocked`。"""
    findings = scan(publication)
    if findings:
        raise Blocked(findings)
    return freezing.hash_of(freezing.content_of(publication))


def _as_dicts(findings) -> list[dict]:
    return [asdict(finding) | {"label": finding.label} for finding in findings]
