"""各方面的台账，一个一个子包：`models.py`、`actions.py`、`standing.py` ……与应用里的屋子同名同义。

`standing.py` 把自己的行登记到 `tasks.standing`；`sheets.py`、`file_owners.py` 登记工作簿与文件的归属；
`searching.py` 登记全站检索可查的种类，`moving.py` 登记工作日表变动之后要重算的日期；`jobs.py` 登记后台任务。
模型由 `tasks.models` 引入，网址由 `tasks.urls` 引入。
"""

import pkgutil
from importlib import import_module
from importlib.util import find_spec

ROOMS = ("standing", "sheets", "file_owners", "searching", "moving", "jobs")


def load() -> None:
    """引入各台账里要登记的屋子；启动时调用一次。"""
    for package in pkgutil.iter_modules(__path__, f"{__name__}."):
        for room in ROOMS:
            if find_spec(f"{package.name}.{room}"):
                import_module(f"{package.name}.{room}")
