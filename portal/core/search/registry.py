"""检索的登记与查询。"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast

from portal.core.models import StoredFile
from portal.core.search import words as wording

MOST_COUNTED = 100
Segments = list[tuple[str, bool]]


@dataclass(frozen=True)
class Hit:
    """查到的一条：标题与摘录都分成（文字, 是否检索词）各段；`note` 是它属于谁、到哪一步。"""

    title: Segments
    url: str
    excerpt: Segments
    note: str = ""


@dataclass(frozen=True)
class Results:
    """一种里查到的：这一页的各条；`count` 数到 `MOST_COUNTED` 为止，`is_more` 表示还不止。"""

    kind: "Kind"
    hits: list[Hit]
    count: int
    is_more: bool


@dataclass(frozen=True)
class Kind:
    """可查的一种。

    `model` 是它的模型；`rows(user)` 此人看得见的；`fields` 在哪些字段里找（可跨单值关联，如 `task__title`），第一个最要紧；
    `note(obj)` 标题后的说明；`follow` 是 `select_related`；`order` 是次序，近的在前。
    """

    code: str
    label: str
    model: type[Model]
    rows: Callable[[object], QuerySet]
    fields: tuple[str, ...]
    title: Callable[[Model], str] = str
    url: Callable[[Model], str] = lambda obj: obj.get_absolute_url()
    note: Callable[[Model], str] = lambda obj: ""
    follow: tuple[str, ...] = ()
    order: tuple[str, ...] = ("-pk",)

    def matching(self, user, words: Sequence[str]) -> QuerySet:
        """此人看得见、各词都找得到的，按次序。"""
        rows = self.rows(user)
        for word in words:
            found = Q()
            for field in self.fields:
                found |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(found)
        return (
            rows.select_related(*self.follow).order_by(*self.order)
            if self.follow
            else rows.order_by(*self.order)
        )

    def hit(self, obj: Model, words: Sequence[str]) -> Hit:
        title = self.title(obj)
        texts = (_value(obj, field) for field in self.fields)
        found = next((cut for text in texts if text != title and (cut := wording.excerpt(text, words))), "")
        return Hit(
            title=wording.marked(title, words),
            url=self.url(obj),
            excerpt=wording.marked(found, words) if found else [],
            note=self.note(obj),
        )


def _value(obj: Model, path: str) -> str:
    """沿 `task__title` 这样的路取文字；中途没有的为空。"""
    value: object = obj
    for name in path.split("__"):
        value = getattr(value, name, None)
    return "" if value is None else str(value)


_kinds: dict[str, Kind] = {}
_file_owners: dict[str, Callable[[object], QuerySet]] = {}


def register(code: str, label: str, model: type[Model], rows, fields: Iterable[str], **rest) -> Kind:
    """登记一种；代号已被占用是编程错误。其余参数见 `Kind`。"""
    if code in _kinds:
        raise ValueError(f"检索的种类 {code} 已登记")
    return _kinds.setdefault(code, Kind(code, label, model, rows, tuple(fields), **rest))


def register_files(owner_type: str, rows: Callable[[object], QuerySet]) -> None:
    """登记哪些对象的文件可按文件名查到：`rows(user)` 是此人可下载其文件的对象，与 `files.register_owner` 同一条规则。"""
    _file_owners[owner_type] = rows


def kinds() -> list[Kind]:
    """登记过的各种，按登记先后。"""
    return list(_kinds.values())


def kind(code: str) -> Kind | None:
    return _kinds.get(code)


def find(one: Kind, user, words: Sequence[str], *, start: int = 0, size: int = 5) -> Results:
    """一种里查到的第 `start` 条起的 `size` 条；至多两次查询：先找编号，再取这一页的对象。"""
    reach = max(MOST_COUNTED, start + size) + 1
    pks = list(one.matching(user, words).values_list("pk", flat=True)[:reach])
    page = pks[start : start + size]
    rows = one.rows(user).select_related(*one.follow) if one.follow else one.rows(user)
    found = {obj.pk: obj for obj in rows.filter(pk__in=page)} if page else {}
    return Results(
        kind=one,
        hits=[one.hit(found[pk], words) for pk in page if pk in found],
        count=min(len(pks), reach - 1),
        is_more=len(pks) == reach,
    )


def _readable_files(user) -> QuerySet:
    """此人可下载的文件：自己上传而没有归属的，以及各归属登记的。"""
    found = Q(owner_type="", uploaded_by=user)
    for owner_type, rows in _file_owners.items():
        owners = rows(user).order_by().annotate(owner_key=Cast("pk", CharField())).values("owner_key")
        found |= Q(owner_type=owner_type, owner_pk__in=owners)
    return StoredFile.objects.filter(found)


register("files", "文件", StoredFile, _readable_files, ("name",))
