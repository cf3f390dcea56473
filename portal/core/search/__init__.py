"""全站检索：各应用把自己可查的种类登记到这里，工作台按登记去查，不认识各业务。

一行登记一种（写在应用或台账的 `searching.py` 里，启动时自动发现）：

    search.register("issues", "问题", Issue, lambda user: Issue.objects.visible_to(user), ("number", "description"))

`rows(user)` 只给此人看得见的；查到哪几条、共几条都从它数出来，看不见的连条数也不露。
每种至多两次查询，与条数无关。标题默认是 `str(对象)`，去处默认是 `get_absolute_url()`。
"""

from portal.core.search.registry import (
    MOST_COUNTED,
    Hit,
    Kind,
    Results,
    find,
    kind,
    kinds,
    register,
    register_files,
)
from portal.core.search.words import LONGEST, SHORTEST, Unsearchable, split

__all__ = [
    "LONGEST",
    "MOST_COUNTED",
    "SHORTEST",
    "Hit",
    "Kind",
    "Results",
    "Unsearchable",
    "find",
    "kind",
    "kinds",
    "register",
    "register_files",
    "split",
]
