"""公开专栏的每个网址名，各填上真的栏目与编号；多一条少一条，测试都会指出来。"""

from django.urls import reverse

from portal.public.urls import urlpatterns

# 村的公开页不只读登记（docs/adr/0016），另有测试：tests/integration/village/postings/test_public_village.py。
OF_VILLAGES = {"villages", "village", "objection", "receipt"}
NAMES = {pattern.name for pattern in urlpatterns} - OF_VILLAGES


def of(publication) -> dict[str, str]:
    """`publication` 有附件、有表格，在公开。"""
    slug, pk = publication.column.slug, publication.pk
    arguments = {
        "home": (),
        "column": (slug,),
        "feed": (slug,),
        "detail": (pk,),
        "attachment": (pk, 1),
        "rows-csv": (pk,),
        "rows-json": (pk,),
        "sitemap": (),
        "site-map": (),
        "accessibility": (),
    }
    assert set(arguments) == NAMES, "公开专栏的网址变了，请在 addresses.py 里补上或删去"
    return {name: reverse(f"public:{name}", args=args) for name, args in arguments.items()}


def text_of(response) -> str:
    """整份答复的文字；逐块下发的也收齐。"""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode(errors="replace")
