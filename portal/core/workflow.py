"""状态机：每台是各应用 `workflow.py` 里的一张表，由这里执行。

一次流转 = 锁行、核对原状态、问规则、改状态并盖时间与人、写时间线与审计，同一事务。
按钮也来自这张表：不能点的按钮显示规则拒绝的那句话。
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import models, transaction
from django.http import Http404

from portal.core import audit, capacities, history
from portal.core.models import Transition
from portal.core.rules import Denied, refusal

Rule = Callable[..., None]


class WrongState(Denied):
    """对象已不在该动作的起始状态：别人先办了，或页面已旧。"""


class ReasonMissing(Denied):
    """该动作必须写明原因。"""


@dataclass(frozen=True)
class Move:
    """表中一行。`rule(user, obj)` 不允许时抛 `Denied`；`stamp` 决定写入哪对 `…_at`/`…_by`。"""

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    rule: Rule
    stamp: str = ""
    reason: bool = False
    danger: bool = False
    consequence: str = ""


@dataclass(frozen=True)
class Offer:
    """此刻可向某人展示的一个动作；`refusal` 非空则按钮为灰。"""

    move: Move
    refusal: str | None

    @property
    def is_allowed(self) -> bool:
        return self.refusal is None


class Workflow:
    """一个模型的一台状态机。"""

    def __init__(
        self, model: type[models.Model], *moves: Move, field: str = "status", follow: Sequence[str] = ()
    ):
        """`follow` 是规则要看的关联（`select_related` 的写法），锁行时一并取来，免得逐个再查。"""
        self.model, self.moves, self.field, self.follow = model, moves, field, follow
        self._by_name = {move.name: move for move in moves}

    def __getitem__(self, name: str) -> Move:
        """名为 `name` 的动作；没有则抛 `Http404`：网址里的动作名是别人给的。"""
        if name not in self._by_name:
            raise Http404(f"没有名为 {name} 的动作")
        return self._by_name[name]

    @transaction.atomic
    def move(
        self, obj: models.Model, name: str, *, by, at: dt.datetime, reason: str = "", **changes
    ) -> models.Model:
        """执行动作 `name`，返回锁定并已保存的对象；`changes` 是同时改动的其他字段。

        抛 `WrongState`、`ReasonMissing` 或规则自己的 `Denied`；此时什么也没有改变。
        """
        return self.move_all([obj], name, by=by, at=at, reason=reason, **changes)[0]

    @transaction.atomic
    def move_all(
        self, objs: Sequence[models.Model], name: str, *, by, at: dt.datetime, reason: str = "", **changes
    ) -> list[models.Model]:
        """对每一个执行动作 `name`，次序不变；有一个不能办就抛错，一个也不办。每个各有时间线、审计与修改历史。"""
        move, locked = self[name], self._lock_all(objs)
        values = {self.field: move.target, **changes}
        if move.stamp:
            values |= {f"{move.stamp}_at": at, f"{move.stamp}_by": by}
        sources = [self._turn(move, row, values, by, reason) for row in locked]
        self._save(locked, list(values))
        self._note(move, locked, sources, by=by, at=at, reason=reason.strip())
        return locked

    def lock(self, obj: models.Model) -> models.Model:
        """锁行后的最新对象。"""
        return self._lockable().get(pk=obj.pk)

    def _lock_all(self, objs: Sequence[models.Model]) -> list[models.Model]:
        """按编号次序锁住各行，两个人成批办理同一些时才不会互相等待。"""
        if len(objs) == 1:
            return [self.lock(objs[0])]
        found = {row.pk: row for row in self._lockable().filter(pk__in=[o.pk for o in objs]).order_by("pk")}
        return [found[obj.pk] for obj in objs]

    def _lockable(self) -> models.QuerySet:
        rows = self.model._base_manager.select_for_update(of=("self",))
        return rows.select_related(*self.follow) if self.follow else rows

    def _turn(self, move: Move, obj: models.Model, values: dict, by, reason: str) -> str:
        """核对后改好一个对象（还没有保存），返回原状态。"""
        source = getattr(obj, self.field)
        self._check(move, obj, by, reason)
        for key, value in values.items():
            setattr(obj, key, value)
        return source

    def _save(self, rows: Sequence[models.Model], fields: list[str]) -> None:
        if len(rows) == 1:
            rows[0].save(update_fields=fields)
        else:
            history.save_all(self.model, rows, fields)

    def check(self, obj: models.Model, name: str, *, by, reason: str = "—") -> None:
        """此刻 `by` 能否对 `obj` 办 `name`；不能则抛与 `move` 相同的错，什么也不写。"""
        self._check(self[name], obj, by, reason)

    def offers(self, obj: models.Model, user) -> list[Offer]:
        """该对象在当前状态下的全部动作，连同此人能否执行。"""
        state = getattr(obj, self.field)
        return [Offer(move, refusal(move.rule, user, obj)) for move in self.moves if state in move.sources]

    def _check(self, move: Move, obj: models.Model, by, reason: str) -> None:
        if getattr(obj, self.field) not in move.sources:
            current = getattr(obj, f"get_{self.field}_display")()
            raise WrongState(f"当前状态是“{current}”，不能“{move.label}”。可能已由他人办理，请刷新页面查看。")
        move.rule(by, obj)
        if move.reason and not reason.strip():
            raise ReasonMissing(f"“{move.label}”必须写明原因。")

    def _note(self, move: Move, objs: Sequence[models.Model], sources: list[str], *, by, at, reason: str):
        label = self.model._meta.label_lower
        pairs = list(zip(objs, sources, strict=True))
        Transition.objects.bulk_create(
            [self._transition(move, *pair, by=by, at=at, reason=reason) for pair in pairs]
        )
        audit.record_all(
            f"{label}.{move.stamp or move.name}",
            objs=objs,
            by=by,
            at=at,
            details=[{"move": move.name, "from": source, "to": move.target} for source in sources],
            text=reason,
        )

    def _transition(self, move: Move, obj: models.Model, source: str, *, by, at, reason: str) -> Transition:
        return Transition(
            object_type=obj._meta.label_lower,
            object_pk=str(obj.pk),
            move=move.name,
            label=move.label,
            source=source,
            target=move.target,
            target_label=getattr(obj, f"get_{self.field}_display")(),
            by=by,
            capacity=capacities.capacity_of(by),
            at=at,
            reason=reason,
            needs_reason=move.reason,
        )


def timeline(obj: models.Model) -> models.QuerySet:
    """对象的时间线，由早到晚。"""
    return Transition.objects.filter(object_type=obj._meta.label_lower, object_pk=str(obj.pk)).select_related(
        "by"
    )


def note(obj: models.Model, *, move: str, label: str, by, at: dt.datetime, reason: str = "") -> Transition:
    """状态不变，在对象的时间线上记一笔，如催办。"""
    return Transition.objects.create(
        object_type=obj._meta.label_lower,
        object_pk=str(obj.pk),
        move=move,
        label=label,
        source=obj.status,
        target=obj.status,
        target_label=obj.get_status_display(),
        by=by,
        at=at,
        reason=reason,
    )
