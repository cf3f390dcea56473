"""定格：一次公开的全部内容与附件摘要，合为一个摘要。"""

import json

from django.core.serializers.json import DjangoJSONEncoder

from portal.core.crypto import sm3_hex
from portal.publications.models import Publication

FROZEN = (
    "title",
    "body_html",
    "rows",
    "summary",
    "keywords",
    "category",
    "theme",
    "document_number",
    "written_on",
    "effective_on",
    "repealed_on",
    "validity",
    "source",
    "consult_office",
    "consult_phone",
)


def content_of(publication: Publication) -> dict:
    """稿件此刻的内容，形如 JSON；附件以文件名与 sha256 代表。"""
    content = {name: getattr(publication, name) for name in FROZEN}
    content["column"] = publication.column.slug
    content["organisation"] = publication.organisation.name
    content["files"] = [
        {"name": row.name, "sha256": row.file.sha256, "size": row.file.size}
        for row in publication.files.select_related("file")
    ]
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))


def hash_of(content: dict) -> str:
    """内容的 SM3 摘要。"""
    return sm3_hex(json.dumps(content, ensure_ascii=False, sort_keys=True).encode())
