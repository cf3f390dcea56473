import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.html import format_html

from catalogs.models import Field
from portal.core.rules import Denied
from portal.organisations.models import Organisation
from portal.publications import actions as publications
from portal.publications import privacy
from portal.publications.models import Publication
from tasks.actions.ledger import Invalid, save_row
from tasks.registers.interpretation import permissions
from tasks.registers.interpretation.models import Question
from tasks.registers.interpretation.workflow import QUESTION

COLUMN = "policy-answers"
PLAIN = ("refuse", "confirm", "return")
CERTAIN = ("id_number", "bank_card", "mobile")


class PersonalInText(Invalid):
    """文字里有号码一类的个人信息，不能登记。"""


@dataclass(frozen=True)
class QuestionLine:
    """台账的一行；`organisation` 是咨询台所在单位的编码，`field_code` 是领域的编码。有答复的即已答复、待确认。"""

    organisation: str
    channel: str
    asked_at: dt.datetime
    text: str
    field_code: str = ""
    answer: str = ""
    answered_at: dt.datetime | None = field(default=None, compare=False)


def personal_in(text: str) -> list[str]:
    """文字里疑似的个人信息，各一句打码后的话。"""
    return [f"{found.label} {found.masked}" for found in privacy.scan_text(text, place="文字")]


def check_is_impersonal(*texts: str) -> None:
    """问答里不留证件号、卡号、手机号。"""
    found = [one for text in texts for one in privacy.scan_text(text, place="文字") if one.kind in CERTAIN]
    if found:
        said = "、".join(f"{one.label} {one.masked}" for one in found[:3])
        raise PersonalInText(f"文字里有{said}。咨询台不记提问人的个人信息，请删去再登记。")


@transaction.atomic
def ask_question(*, organisation: Organisation, values: dict, by, at: dt.datetime) -> Question:
    """登记一个问题。抛 `PersonalInText`：里面有号码。"""
    permissions.check_can_keep(by, organisation)
    return save_row(Question(organisation=organisation), _checked(values, at), by=by, at=at)


@transaction.atomic
def correct_question(*, question: Question, values: dict, version: int, by, at: dt.datetime) -> Question:
    """答复之前更正登记的内容。抛 `StaleEdit`：打开之后别人改过；`PersonalInText`：里面有号码。"""
    question = QUESTION.lock(question)
    permissions.check_can_correct(by, question)
    return save_row(question, _checked(values, at), version=version, by=by, at=at)


def _checked(values: dict, at: dt.datetime) -> dict:
    """登记的内容：没有号码，提问时间已到，记到分钟。"""
    check_is_impersonal(values["text"])
    if values["asked_at"] > at:
        raise Invalid("提问时间还没有到，请核对。")
    return values | {"asked_at": values["asked_at"].replace(second=0, microsecond=0)}


@transaction.atomic
def transfer_question(*, question: Question, to: Organisation, by, at: dt.datetime) -> Question:
    """转给本单位之下，或同一县区之内的另一个单位答复。"""
    if to.pk == question.organisation_id or not _is_near(question.organisation, to):
        raise Denied("只能转给同一县区内的另一个单位。")
    return QUESTION.move(question, "transfer", by=by, at=at, transferred_to=to)


def _is_near(one: Organisation, other: Organisation) -> bool:
    size = 2 * Organisation.steplen
    return one.path[:size] == other.path[:size] and len(one.path) >= size


@transaction.atomic
def answer_question(*, question: Question, answer: str, by, at: dt.datetime) -> Question:
    """答复，等另一个人确认。"""
    if not answer.strip():
        raise Denied("请写明答复的内容。")
    check_is_impersonal(answer)
    return QUESTION.move(question, "answer", by=by, at=at, answer=answer.strip())


def move_question(*, question: Question, move: str, by, at: dt.datetime, reason: str = "") -> Question:
    """退回咨询台、确认办结、退回重答；转办与答复各有自己的动作。"""
    if move not in PLAIN:
        raise Denied("转办请选单位，答复请写内容。")
    return QUESTION.move(question, move, by=by, at=at, reason=reason)


@transaction.atomic
def draft_answer(*, question: Question, by, at: dt.datetime) -> Publication:
    """把办结的问答拟成稿件，走三审与隐私闸门公开；已有没撤回的稿件时返回那一篇。"""
    question = QUESTION.lock(question)
    permissions.check_can_release(by, question)
    known = question.publication
    if known is not None and known.status != Publication.Status.WITHDRAWN:
        return known
    publication = publications.draft_publication(
        column=publications.column(COLUMN),
        organisation=question.organisation,
        values={"title": question.text[:100], "summary": f"政策咨询问答：{question.answer[:80]}"},
        body_html=format_html("<p>问：{}</p><p>答：{}</p>", question.text, question.answer),
        by=by,
        at=at,
    )
    question.publication = publication
    question.save(update_fields=["publication"])
    return publication


@transaction.atomic
def record_questions(*, lines: Sequence[QuestionLine], by, at: dt.datetime) -> list[Question]:
    """照表写入：没有的登记，还没有答复而表里有答复的答复；已答复的不改。"""
    return [_record(line, by=by, at=at) for line in lines]


def _record(line: QuestionLine, *, by, at: dt.datetime) -> Question:
    organisation = Organisation.objects.get(code=line.organisation)
    subject = Field.objects.get(code=line.field_code) if line.field_code else None
    known = Question.objects.filter(organisation=organisation, asked_at=line.asked_at, text=line.text).first()
    values = {"channel": line.channel, "field": subject, "asked_at": line.asked_at, "text": line.text}
    if known is None:
        known = ask_question(organisation=organisation, values=values, by=by, at=at)
    else:
        permissions.check_can_keep(by, organisation)
        known = save_row(known, values, version=known.version, by=by, at=at)
    if line.answer and not known.is_answered:
        known = answer_question(question=known, answer=line.answer, by=by, at=at)
        known.answered_at = line.answered_at or at  # 何时答的照表；何时登记的在时间线上
        known.save(update_fields=["answered_at"])
    return known
