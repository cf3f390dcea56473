"""记进展与佐证：文件、网页、台账记录；已经报送过的只引用。"""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction

from portal.core import audit, files, links
from portal.core.rules import Denied
from tasks import deadlines, handed_in, permissions, workflow
from tasks.models import Assignment, Evidence, Progress

ACCEPT = frozenset({"pdf", "docx", "xlsx", "png", "jpeg"})


class AlreadyHandedIn(Denied):
    """这份文件报送过；`known` 是哪一份，引用它即可。"""

    def __init__(self, known: handed_in.Known):
        super().__init__(f"已报送过：{known}。请引用，不必再传。")
        self.known = known


@dataclass(frozen=True)
class Proofs:
    """一次进展附的佐证，都可以没有。

    `upload` 是（内容, 文件名）；`reference` 是要引用的文件编号；`link` 是 https 网址；`record` 是 台账代号:记录编号。
    """

    upload: tuple[bytes, str] | None = field(default=None, repr=False)
    reference: int | None = None
    link: str = ""
    record: str = ""


@transaction.atomic
def add_progress(
    *, assignment: Assignment, text: str, proofs: Proofs = Proofs(), by, at: dt.datetime
) -> Progress:
    """记一次进展；接收之后、完成之前可以记。

    抛 `AlreadyHandedIn`（文件报送过）、`links.BadUrl`（网址不对）、`uploads.Refused`（文件不合要求）；此时什么也没有写。
    """
    assignment = workflow.ASSIGNMENT.lock(assignment)
    permissions.check_can_report(by, assignment)
    deadlines.assignment_term(assignment).check("记进展", at)
    if not text.strip():
        raise Denied("请写明做了什么。")
    progress = Progress.objects.create(assignment=assignment, text=text.strip(), by=by, at=at)
    found = [
        _file(progress, proofs.upload, by, at) if proofs.upload else None,
        _reference(progress, proofs.reference, by) if proofs.reference else None,
        _link(progress, proofs.link) if proofs.link else None,
        _record(progress, proofs.record) if proofs.record else None,
    ]
    made = Evidence.objects.bulk_create(one for one in found if one)
    detail = {"assignment": assignment.pk, "evidence": [one.kind for one in made]}
    audit.record("tasks.progress.added", obj=progress, by=by, at=at, detail=detail)
    return progress


def _file(progress: Progress, upload: tuple[bytes, str], by, at: dt.datetime) -> Evidence:
    data, name = upload
    if known := handed_in.known_file(data, progress.assignment, by):
        raise AlreadyHandedIn(known)
    stored = files.store(data, name, accept=ACCEPT, by=by, at=at, owner=progress.assignment)
    return Evidence(progress=progress, kind=Evidence.Kind.FILE, title=stored.name, file=stored)


def _reference(progress: Progress, pk: int, by) -> Evidence:
    known = handed_in.known_reference(pk, progress.assignment, by)
    if known is None:
        raise Denied("要引用的文件不在本县区报送过的文件里。")
    return Evidence(
        progress=progress,
        kind=Evidence.Kind.FILE,
        title=f"{known.file.name}（引自{known.of}）",
        file=known.file,
        is_reference=True,
    )


def _link(progress: Progress, url: str) -> Evidence:
    if not url.lower().startswith("https://"):
        raise links.BadUrl("佐证网址须以 https:// 开头；网页还没有启用 https 的，请改用文件。")
    link = links.register(url)
    return Evidence(progress=progress, kind=Evidence.Kind.LINK, title="佐证网页", link=link, url=url.strip())


def _record(progress: Progress, chosen: str) -> Evidence:
    """从承办单位的台账里取，名称与地址都以台账为准。"""
    choices = {f"{r.register}:{r.pk}": r for r in handed_in.records(progress.assignment)}
    if chosen not in choices:
        raise Denied("要引用的台账记录不在本单位的台账里，可能已改动，请重新选择。")
    record = choices[chosen]
    return Evidence(
        progress=progress,
        kind=Evidence.Kind.RECORD,
        title=record.title[:200],
        register=record.register,
        record=record.pk,
        url=record.url,
        on=record.on,
        is_reference=True,
    )
