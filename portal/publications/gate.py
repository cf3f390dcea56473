"""隐私闸门：送审与公开之前，正文、表格、附件、文件名全部过一遍检测；批准放行的除外。"""

from dataclasses import asdict

from portal.core import files
from portal.core.models import StoredFile
from portal.core.rules import Denied
from portal.publications import freezing, privacy
from portal.publications.models import Override, Publication

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

# 不算在放行内容里的栏。
DATES = ("written_on", "effective_on", "repealed_on")


class Blocked(Denied):
    """有疑似个人信息，不能公开；`findings` 逐处列明位置，值已打码。"""

    def __init__(self, findings: list[dict]):
        places = "；".join(f"{f['place']} 有{f['label']} {f['masked']}" for f in findings[:5])
        more = f"等 {len(findings)} 处" if len(findings) > 5 else ""
        super().__init__(
            f"发现疑似个人信息，不能公开：{places}{more}。请删去后重新上传，再提交公开；"
            "依法必须公开的，在稿件的“隐私检测”页申请放行。"
        )
        self.findings = findings
        self.manuscript: dict = {}  # 一步公开被拦下的稿件，见 `actions.hold`


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


def unseen(publication: Publication) -> list[str]:
    """附件里检测看不见的（图片、扫描件），各一句话：拦不住，审核的人要自己看。"""
    rows = publication.files.select_related("file")
    return [said for row in rows for said in privacy.blind_spots(files.read(row.file), row.name)]


def unanswered(publication: Publication) -> list[dict]:
    """检测所得，除去已批准放行的。"""
    findings = scan(publication)
    granted = in_force(publication) if findings else None
    return [finding for finding in findings if granted is None or not granted.answers(finding)]


def in_force(publication: Publication) -> Override | None:
    """对稿件此刻的内容有效的放行；批准之后内容改过的，不再有效。"""
    return (
        publication.overrides.filter(status=Override.Status.APPROVED, fingerprint=fingerprint(publication))
        .order_by("-pk")
        .first()
    )


def fingerprint(publication: Publication) -> str:
    """稿件此刻内容与附件的摘要；日期不算：隔天再公开，成文日期变了，放行的内容没有变。"""
    content = freezing.content_of(publication)
    return freezing.hash_of({name: value for name, value in content.items() if name not in DATES})


def check(publication: Publication) -> str:
    """放行则返回所扫描内容的摘要；有没有批准的发现即抛 `Blocked`。"""
    if findings := unanswered(publication):
        raise Blocked(findings)
    return fingerprint(publication)


def _as_dicts(findings) -> list[dict]:
    return [asdict(finding) | {"label": finding.label} for finding in findings]
