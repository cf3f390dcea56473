"""走遍网址表：连同嵌套的 include、后台与登录组件的网址，一条不落。"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """一条网址；`name` 带命名空间，没有名字的以路径代替，反正不许漏。"""

    name: str
    path: str


def routes() -> list[Route]:
    """全部网址，网址表的次序。"""
    return list(_within(get_resolver(), "", ""))


def _within(resolver: URLResolver, namespace: str, path: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        here = f"{path}{entry.pattern}"
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _within(entry, inner, here)
        elif isinstance(entry, URLPattern):
            yield Route(f"{namespace}{entry.name}" if entry.name else here, here)
