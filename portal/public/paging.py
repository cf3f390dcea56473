"""公开列表的分页。"""

from functools import cached_property

from django.core.paginator import Paginator

MOST = 5_000


class Newest(Paginator):
    """只列最近的 `MOST` 条：百万条的栏目每看一页都从头数一遍太慢；更早的凭年份、机构、词去找。"""

    @cached_property
    def _reached(self) -> int:
        return self.object_list.order_by()[: MOST + 1].count()

    @property
    def count(self) -> int:
        return min(self._reached, MOST)

    @property
    def is_more(self) -> bool:
        """还有没有列出来的。"""
        return self._reached > MOST
