"""一个编辑部：拟稿、初审、复审、终审各一人；稿件走到各个状态，都只经动作到达。"""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model

from portal.core import clock, creditcode, files, word
from portal.organisations import actions as organisations
from portal.publications import actions
from portal.publications.models import Publication

AT = dt.datetime(2026, 7, 1, 9, 30, tzinfo=clock.TZ)
DOCX = frozenset({"docx"})
STAFF = {
    "author": "city_clerk",
    "first": "city_clerk",
    "second": "city_reviewer",
    "final": "city_reviewer",
}
REVIEWS = (("submit", "author"), ("pass_first", "first"), ("pass_second", "second"), ("publish", "final"))
TABLE = {"headers": ["领域", "事项"], "rows": [["涉农补贴", "补贴结果"], ["义务教育", "招生范围"]]}


class Newsroom:
    """`draft()` 拟一篇，`advance()` 走几步，`published()` 走到公开。"""

    def __init__(self):
        self.city = organisations.add_organisation(
            parent=None,
            name="云川市人民政府",
            short_name="云川市",
            kind="city",
            code="YC",
            credit_code=creditcode.make("11999000000000001"),
            by=None,
            at=AT,
        )
        self.staff = {name: self._hire(name, role) for name, role in STAFF.items()}

    def _hire(self, username: str, role: str):
        person = get_user_model().objects.create_user(username, name=username)
        organisations.appoint(
            person=person, organisation=self.city, role=role, start_on=dt.date(2026, 1, 1), by=None, at=AT
        )
        return person

    def draft(
        self, title="推进政务公开工作的通知", *, column="progress", rows=None, attached=False, **values
    ):
        by = self.staff["author"]
        row = actions.draft_publication(
            column=actions.column(column),
            organisation=self.city,
            values={"title": title, "summary": "部署下半年的政务公开工作", "keywords": "政务公开"} | values,
            body_html=f"<p>{title}的正文</p>",
            rows=rows,
            by=by,
            at=AT,
        )
        if attached:
            stored = files.store(_document(title), "附件.docx", accept=DOCX, by=by, at=AT)
            actions.attach_files(publication=row, stored=[stored], by=by, at=AT)
        return row

    def advance(self, publication, steps: int = len(REVIEWS), *, at=AT):
        for move, who in REVIEWS[:steps]:
            self.move(publication, move, who, at=at)
        return Publication.objects.get(pk=publication.pk)

    def move(self, publication, move: str, who: str, *, at=AT, reason=""):
        return actions.move_publication(
            publication=publication, move=move, by=self.staff[who], at=at, reason=reason
        )

    def published(self, title="推进政务公开工作的通知", *, at=AT, **draft):
        return self.advance(self.draft(title, **draft), at=at)

    def withdrawn(self, title="有误的通知", *, reason="附件数据有误，另行公布", **draft):
        row = self.published(title, **draft)
        self.move(row, "withdraw", "final", reason=reason)
        return Publication.objects.get(pk=row.pk)


def _document(title: str) -> bytes:
    document = word.Document(title=title)
    document.title(title)
    return document.to_bytes()


@pytest.fixture
def newsroom(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Newsroom()
