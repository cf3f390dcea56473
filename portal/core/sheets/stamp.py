"""模板的签名：写在隐藏表 `_gkts` 里的种类、版本、范围与签名，防止拿错年度、拿错县区、改过范围的表。"""

import datetime as dt
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass

from portal.core import clock, crypto
from portal.core.sheets.addresses import STAMP_SHEET
from portal.core.sheets.problems import Problem
from portal.core.sheets.reading import Book

PURPOSE = "portal.core.sheets.stamp"
FIELDS = ("kind", "label", "version", "created_at", "scope", "signature")
DOWNLOAD = "请从平台重新下载模板，把数据填到新模板里再上传"


@dataclass(frozen=True)
class Tag:
    """范围里的一项：`value` 用来比对（如 "2026"、县区代码），`label` 用来说话（如“2026 年度”、“云东县”）。"""

    value: str
    label: str


Scope = Mapping[str, Tag]


@dataclass(frozen=True)
class Stamp:
    """模板的身份：`kind` 种类，`label` 中文名，`version` 列的版本，`scope` 范围；`intact` 为假表示签名对不上。"""

    kind: str
    label: str
    version: str
    scope: Scope
    created_at: dt.datetime
    intact: bool = True

    def rows(self) -> list[tuple[str, str]]:
        """写进隐藏表的各行（含签名）。"""
        scope = json.dumps(
            {key: [tag.value, tag.label] for key, tag in self.scope.items()}, ensure_ascii=False
        )
        values = (self.kind, self.label, self.version, self.created_at.isoformat(), scope)
        body = list(zip(FIELDS, values, strict=False))
        return [*body, ("signature", _signature(dict(body)))]


def _signature(body: Mapping[str, str]) -> str:
    message = "\n".join(body.get(name, "") for name in FIELDS[:-1])
    return crypto.keyed_hash(message.encode(), purpose=PURPOSE)


def read_stamp(book: Book) -> Stamp | None:
    """工作簿里的签名；没有隐藏表为 None，内容残缺或被改则 `intact` 为假。"""
    sheet = book.sheet(STAMP_SHEET)
    if sheet is None:
        return None
    body = {str(row[0]): str(row[1]) for _, row in sheet.rows if len(row) > 1}
    intact = hmac.compare_digest(_signature(body), body.get("signature", ""))
    try:
        scope = {
            key: Tag(str(value), str(label)) for key, (value, label) in json.loads(body["scope"]).items()
        }
        created_at = dt.datetime.fromisoformat(body["created_at"])
        return Stamp(body["kind"], body["label"], body["version"], scope, created_at, intact)
    except (KeyError, ValueError, TypeError, AttributeError):
        return Stamp("", "", "", {}, dt.datetime.fromtimestamp(0, clock.TZ), intact=False)


def verify(stamp: Stamp | None, *, kind: str, label: str, version: str, scope: Scope) -> list[Problem]:
    """模板与当前的种类、版本、范围不符之处；相符为空。`scope` 只比对给出的各项。"""
    if stamp is None:
        return [_problem("", f"这不是从平台下载的{label}模板", DOWNLOAD)]
    if not stamp.intact:
        return [_problem("", "模板的隐藏信息被改动过，无法确认它属于谁", DOWNLOAD)]
    if stamp.kind != kind:
        return [
            _problem(
                stamp.label,
                f"这是{stamp.label}的模板，不是{label}的模板",
                f"请到“{stamp.label}”处导入，或改传{label}",
            )
        ]
    problems = [
        _mismatch(key, stamp, tag, label) for key, tag in scope.items() if _value(stamp, key) != tag.value
    ]
    if not problems and stamp.version != version:
        return [_problem(stamp.version, f"模板是旧的（版本 {stamp.version}，当前 {version}）", DOWNLOAD)]
    return problems


def _value(stamp: Stamp, key: str) -> str:
    return stamp.scope[key].value if key in stamp.scope else ""


def _mismatch(key: str, stamp: Stamp, expected: Tag, label: str) -> Problem:
    own = stamp.scope.get(key)
    hint = f"请下载{expected.label}的模板填写，或到对应的地方导入这份表"
    if own is None:
        return _problem("", f"这份{label}没有注明所属范围，不能用于{expected.label}", hint)
    if key == "year":
        return _problem(own.label, f"这是 {own.label}的{label}，当前是 {expected.label}", hint)
    return _problem(own.label, f"这是{own.label}的{label}，不能用于{expected.label}", hint)


def _problem(value: str, message: str, hint: str) -> Problem:
    return Problem("", "", value, message, hint)
