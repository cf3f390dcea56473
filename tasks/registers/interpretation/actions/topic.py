import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from portal.organisations.models import Organisation
from tasks import links
from tasks.actions.ledger import Invalid, remove_child, save_child, save_row
from tasks.registers.interpretation import permissions
from tasks.registers.interpretation.models import Response, Topic


@dataclass(frozen=True)
class ResponseLine:
    """一次回应。"""

    at: dt.datetime
    how: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class TopicLine:
    """一个热点与它的各次回应；`organisation` 是负责回应的单位的编码。"""

    organisation: str
    title: str
    found_at: dt.datetime
    source: str
    url: str = ""
    text: str = ""
    responses: tuple[ResponseLine, ...] = ()


@transaction.atomic
def save_topic(*, topic: Topic, values: dict, version: int = 0, by, at: dt.datetime) -> Topic:
    """登记或修改一个热点。"""
    permissions.check_can_keep(by, topic.organisation)
    values = dict(values)
    values["link"] = links.watched(values.pop("url", ""))
    values["found_at"] = values["found_at"].replace(second=0, microsecond=0)
    if values["found_at"] > at:
        raise Invalid("发现时间还没有到，请核对。")
    return save_row(topic, values, version=version, by=by, at=at)


@transaction.atomic
def add_response(*, topic: Topic, values: dict, by, at: dt.datetime) -> Response:
    """登记一次回应；不早于发现，也不晚于此刻。"""
    permissions.check_can_keep(by, topic.organisation)
    values = dict(values)
    values["at"] = values["at"].replace(second=0, microsecond=0)
    if not topic.found_at <= values["at"] <= at:
        raise Invalid("回应时间应在发现之后、现在之前，请核对。")
    values["link"] = links.watched(values.pop("url", ""))
    return save_child(Response(topic=topic), values, by=by, at=at)


@transaction.atomic
def remove_response(*, response: Response, by, at: dt.datetime) -> None:
    """删去登记错了的一次回应。"""
    permissions.check_can_keep(by, response.topic.organisation)
    remove_child(response, by=by, at=at)


@transaction.atomic
def record_topics(*, lines: Sequence[TopicLine], by, at: dt.datetime) -> list[Topic]:
    """照表写入：同一单位同名的改动，没有的新增；表里没有的不删。"""
    return [_record(line, by=by, at=at) for line in lines]


def _record(line: TopicLine, *, by, at: dt.datetime) -> Topic:
    values = asdict(line)
    organisation = Organisation.objects.get(code=values.pop("organisation"))
    values.pop("responses")
    known = Topic.objects.filter(organisation=organisation, title=line.title).first()
    topic = known or Topic(organisation=organisation)
    topic = save_topic(topic=topic, values=values, version=topic.version, by=by, at=at)
    for child in line.responses:
        _record_child(topic, child, by=by, at=at)
    return topic


def _record_child(topic: Topic, line: ResponseLine, *, by, at: dt.datetime) -> None:
    values = asdict(line)
    known = topic.responses.filter(at=line.at, how=line.how).first()
    if known is None:
        add_response(topic=topic, values=values, by=by, at=at)
        return
    values["link"] = links.watched(values.pop("url"))
    save_child(known, values, by=by, at=at)
