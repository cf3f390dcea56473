"""期望与答复对照：一格一格问，把不对的都列出来。"""

from collections.abc import Iterator

from django.urls import reverse

from tests.integration.access.asking import Answer, ask, rolled_back
from tests.integration.access.city import ANONYMOUS
from tests.integration.access.table.words import Row

METHODS = ("get", "post")
# 不接受的方法在看是谁之前就拒绝了，问这几个角色就够；审计员每条网址都 POST 一次。
SAMPLE = (ANONYMOUS, "auditor", "clerk", "superuser")
SIGN_IN = "转去登录"
# 页面上的表单总带着它；测试的浏览器不核对它的值。
FROM_THE_PAGE = {"csrfmiddlewaretoken": "x"}


def problems(row: Row, stage, browsers) -> list[str]:
    """一行里不对的各格，各一句话。"""
    with rolled_back():
        address = row.at or reverse(row.name, args=[stage.resolve(word) for word in row.args])
        data = FROM_THE_PAGE | {key: stage.resolve(word) for key, word in row.data.items()}
        return [
            f"{row}  {method.upper()}  {role}：应为 {expected}，实为 {answer}"
            for role, browser in browsers.items()
            for method in METHODS
            if row.takes(method) or role in SAMPLE
            for answer in [_ask(browser, method, address, data)]
            for expected in _unmet(row, role, method, answer)
        ]


def any_address(row: Row) -> str:
    """这一行的一个地址，对象的编号随便填。"""
    return row.at or reverse(row.name, args=[1 if f"{word}".startswith("@") else word for word in row.args])


def _ask(browser, method: str, address: str, data: dict) -> Answer:
    for value in data.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return ask(browser, method, address, data if method == "post" else {})


def _unmet(row: Row, role: str, method: str, answer: Answer) -> Iterator[str]:
    """这一格没有做到的期望。"""
    expected = expectation(row, role, method)
    if not (answer.status in expected or (answer.is_to_sign_in and SIGN_IN in expected)):
        yield "或".join(sorted(map(str, expected)))
    acts = row.post is not None and method == "post" and role in row.post
    if not acts and answer.written - row.writes:
        yield f"不写（写了 {'、'.join(sorted(answer.written))}）"


def expectation(row: Row, role: str, method: str) -> set:
    """该答的状态码。没有登录的：转去登录，或先说方法不对。"""
    if row.exact:
        return {status for status, roles in row.exact[method].items() if role in roles} or {SIGN_IN}
    allowed = getattr(row, method)
    if allowed is None:
        return {SIGN_IN, 405} if role == ANONYMOUS and not row.is_open else {405}
    if role in allowed:
        return {row.found if method == "get" else row.done}
    if role == ANONYMOUS:
        return {SIGN_IN}
    return {403 if role in row.sees else 404}
