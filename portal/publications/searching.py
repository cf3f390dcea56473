"""稿件：全站检索可查的种类。"""

from portal.core import search
from portal.publications.models import Publication

search.register(
    "publications",
    "公开信息",
    Publication,
    lambda user: Publication.objects.visible_to(user),
    ("title", "summary", "document_number", "index_number", "keywords"),
    note=lambda row: f"{row.organisation} · {row.get_status_display()}",
    follow=("organisation",),
)
search.register_files("publications.publication", lambda user: Publication.objects.visible_to(user))
