from django.utils import timezone

from portal.core.sheets import kinds
from portal.core.sheets.columns import Column, SheetSpec, choice, moment, text, url
from tasks.registers.interpretation.actions import ResponseLine, TopicLine, record_topics
from tasks.registers.interpretation.models import Response, Topic
from tasks.sheets.ledger import ORGANISATION, LedgerBook

WAYS = {label: value for value, label in Response.How.choices}


class TopicBook(LedgerBook):
    """热点与各次回应。"""

    kind, label = "topics", "热点回应"
    line, child_line = TopicLine, ResponseLine
    child_field, child_key = "responses", "topic"
    sheet = SheetSpec(
        "热点",
        (
            Column("title", "热点", text(200), required=True, aliases=("话题", "舆情"), width=44),
            Column("found_at", "发现时间", moment(), required=True, width=18),
            Column("source", "来源", text(100), required=True, aliases=("发现渠道",), width=20),
            ORGANISATION,
            Column("url", "来源网址", url(), width=40),
            Column("text", "关切的内容", text(1000, multiline=True), width=44),
        ),
    )
    child_sheet = SheetSpec(
        "回应",
        (
            ORGANISATION,
            Column("topic", "热点", text(200), required=True, width=44),
            Column("at", "回应时间", moment(), required=True, width=18),
            Column("how", "回应方式", choice(WAYS), required=True, width=14),
            Column("text", "回应内容", text(1000, multiline=True), required=True, width=44),
            Column("url", "回应网址", url(), width=40),
        ),
        optional=True,
    )

    def seen(self, user):
        rows = Topic.objects.all() if user is None else Topic.objects.visible_to(user)
        return rows.select_related("organisation", "link").prefetch_related("responses__link")

    def line_of(self, row: Topic) -> TopicLine:
        return TopicLine(
            organisation=row.organisation.code,
            title=row.title,
            found_at=row.found_at,
            source=row.source,
            url=row.link.url if row.link else "",
            text=row.text,
            responses=tuple(
                ResponseLine(one.at, one.how, one.text, one.link.url if one.link else "")
                for one in row.responses.all()
            ),
        )

    def check(self, row, values):
        if values.get("found_at") and values["found_at"] > timezone.now():
            yield row.problem("found_at", "发现时间还没有到", "请核对日期和时间")

    def record(self, lines, *, by, at):
        record_topics(lines=lines, by=by, at=at)


TOPICS = TopicBook()
kinds.register(TOPICS)
kinds.register_exporter(TOPICS)
