from catalogs.models import Field
from portal.core.rules import Denied
from portal.core.sheets import kinds
from portal.core.sheets.columns import Column, SheetSpec, choice, moment, text
from tasks.registers.interpretation.actions import QuestionLine, record_questions
from tasks.registers.interpretation.actions.question import check_is_impersonal
from tasks.registers.interpretation.models import Question
from tasks.sheets.ledger import ORGANISATION, LedgerBook

CHANNELS = {label: value for value, label in Question.Channel.choices}


class QuestionBook(LedgerBook):
    """咨询与答复；转办、确认在页面上办，不在表里。"""

    kind, label = "questions", "政策咨询"
    line = QuestionLine
    sheet = SheetSpec(
        "政策咨询",
        (
            Column("asked_at", "提问时间", moment(), required=True, width=18),
            Column("text", "问题", text(500), required=True, width=48, help="不写提问人是谁"),
            Column("channel", "渠道", choice(CHANNELS), required=True, width=10),
            ORGANISATION,
            Column("field_code", "领域编号", text(4, narrow=True), width=10, help="26 个领域的两位编号"),
            Column("answer", "答复", text(2000, multiline=True), width=60),
            Column("answered_at", "答复时间", moment(), width=18, help="有答复而不填的，算导入的时候"),
        ),
    )

    def seen(self, user):
        rows = Question.objects.all() if user is None else Question.objects.visible_to(user)
        return rows.select_related("organisation", "field")

    def name_of(self, line: QuestionLine) -> tuple:
        return line.organisation, line.asked_at, line.text

    def line_of(self, row: Question) -> QuestionLine:
        return QuestionLine(
            organisation=row.organisation.code,
            channel=row.channel,
            asked_at=row.asked_at,
            text=row.text,
            field_code=row.field.code if row.field else "",
            answer=row.answer,
            answered_at=row.answered_at if row.is_answered else None,
        )

    def check(self, row, values):
        for key in ("text", "answer"):
            try:
                check_is_impersonal(values.get(key, ""))
            except Denied as found:
                yield row.problem(key, found.reason)
        asked_at, answered_at = values.get("asked_at"), values.get("answered_at")
        if answered_at and asked_at and answered_at < asked_at:
            yield row.problem("answered_at", "答复早于提问", "请核对两个时间")
        code = values.get("field_code")
        if code and not Field.objects.filter(code=code).exists():
            yield row.problem("field_code", f"没有编号为 {code} 的领域", "请填两位编号，如 01；不清楚的留空")

    def settled(self, row, line, old):
        if old.answer and line.answer != old.answer and old.answered_at:
            return row.problem("answer", "已经答复过，不能用表改", "要改请在页面上退回重答")
        return None

    def record(self, lines, *, by, at):
        record_questions(lines=lines, by=by, at=at)


QUESTIONS = QuestionBook()
kinds.register(QUESTIONS)
kinds.register_exporter(QUESTIONS)
