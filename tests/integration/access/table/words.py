"""期望表的词：谁是谁，怎样写一行。

一条网址至少一行；照规则手写，不照程序的答复抄。

`page` 是看的，`act` 是办的（POST），`form` 既看又办。`to`、`by` 是看得到、办得成的角色；`sees` 是看得到那个对象、
因而该得到 403 与原因的角色；不在 `sees` 里的是 404。没有登录的一概转去登录；不接受的方法一概 405。
`@名字` 是 `stage.Stage` 现造的对象。
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.integration.access.city import ANONYMOUS

NO_ONE: frozenset[str] = frozenset()
CITY = frozenset({"clerk", "reviewer"})
DEPARTMENT = frozenset({"scorer", "head"})
OTHER_DEPARTMENT = frozenset({"other_scorer", "other_head"})
COUNTY = frozenset({"officer", "county_head"})
OTHER_COUNTY = frozenset({"other_officer", "other_county_head"})
TOWNSHIP, VILLAGE = frozenset({"township"}), frozenset({"village"})
AUDITOR, ADMIN = frozenset({"auditor"}), frozenset({"admin"})
NOBODY, SUPERUSER = frozenset({"nobody"}), frozenset({"superuser"})
DEPARTMENTS, COUNTIES = DEPARTMENT | OTHER_DEPARTMENT, COUNTY | OTHER_COUNTY
BUSINESS = CITY | DEPARTMENTS | COUNTIES | TOWNSHIP | VILLAGE
WORK = BUSINESS | AUDITOR
SIGNED_IN = WORK | ADMIN | NOBODY | SUPERUSER
EVERYBODY = SIGNED_IN | {ANONYMOUS}

CLERK, REVIEWER = frozenset({"clerk"}), frozenset({"reviewer"})
SCORER, HEAD = frozenset({"scorer"}), frozenset({"head"})
OFFICER, COUNTY_HEAD = frozenset({"officer"}), frozenset({"county_head"})


@dataclass(frozen=True)
class Row:
    """一条网址的期望；`get`、`post` 为 None 是不接受这种方法。`found`、`done` 是成功的状态码。

    `is_open` 不用登录；`is_personal` 是各人自己的事，审计员也办；`writes` 是看一眼也许写下的留痕。
    """

    name: str
    args: tuple = ()
    get: frozenset[str] | None = None
    post: frozenset[str] | None = None
    sees: frozenset[str] = SIGNED_IN
    data: dict = field(default_factory=dict)
    found: int = 200
    done: int = 302
    is_open: bool = False
    is_personal: bool = False
    writes: frozenset[str] = NO_ONE
    exact: dict[str, dict[int, frozenset[str]]] = field(default_factory=dict)
    at: str = ""

    def takes(self, method: str) -> bool:
        return bool(self.exact) or getattr(self, method) is not None

    def __str__(self):
        return " ".join((self.name, *map(str, self.args)))


def page(name: str, *args, to=SIGNED_IN, sees=SIGNED_IN, **rest) -> Row:
    return Row(name, args, get=to, sees=sees, **rest)


def act(name: str, *args, by, sees=SIGNED_IN, data=None, **rest) -> Row:
    return Row(name, args, post=by, sees=sees, data=data or {}, **rest)


def form(name: str, *args, by, sees=SIGNED_IN, data=None, **rest) -> Row:
    return Row(name, args, get=by, post=by, sees=sees, data=data or {}, **rest)


def public(name: str, *args, found: int = 200) -> Row:
    return Row(name, args, get=EVERYBODY, found=found, is_open=True)


def exactly(name: str, *args, get: dict, post: dict, **rest) -> Row:
    """别人写的页面（登录组件、后台）逐个状态码写明；没有写到的角色转去登录。没有名字的网址用 `at` 给出地址。"""
    return Row(name, args, exact={"get": get, "post": post}, **rest)


def moves(name: str, sees, lines: Iterable[tuple], **data) -> list[Row]:
    """一台状态机的各个动作：（动作, 对象, 谁能办）。原因总是写上。"""
    return [
        act(name, subject, move, by=by, sees=sees, data={"reason": "材料不全"} | data)
        for move, subject, by in lines
    ]


# 望山区的东西谁看得到；领域 01 的考核；给县区看了的成绩；望山区的目录；市里的。
OF_COUNTY = CITY | COUNTY | AUDITOR
OF_FIELD = CITY | DEPARTMENT | AUDITOR
OF_SCORE = OF_FIELD | COUNTY
OF_CATALOG = CITY | DEPARTMENTS | COUNTY | AUDITOR
OF_CITY = CITY | AUDITOR
