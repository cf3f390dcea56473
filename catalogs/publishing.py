"""把一版确认了的目录公开：结构化的表格，公众可按领域、层级、渠道筛选。"""

import datetime as dt

from catalogs.models import Edition, Section
from portal.core.rules import Denied
from portal.publications import actions as publications

COLUMN = "catalogs"
HEADERS = (
    "领域",
    "序号",
    "一级事项",
    "二级事项",
    "公开内容（要素）",
    "公开依据",
    "公开时限",
    "公开主体",
    "公开渠道和载体",
    "公开对象",
    "公开方式",
    "公开层级",
)
FACETS = {
    "领域": lambda item: [item.field.name],
    "公开层级": lambda item: item.level,
    "公开渠道和载体": lambda item: item.channels,
}
JOINED = "、"


def publish(edition: Edition, *, by, at: dt.datetime):
    """经三审公开：领域审核人初审，县区负责人复审，`by` 终审。"""
    passed = edition.sections.filter(status=Section.Status.PASSED).order_by("-passed_at").first()
    if passed is None:
        raise Denied("还没有一个领域审核通过，不能公开。")
    organisation = edition.catalog.organisation
    return publications.publish(
        column=COLUMN,
        organisation=organisation,
        title=edition.title,
        summary=summary(edition),
        rows=table(edition),
        metadata={
            "category": "标准目录",
            "document_number": edition.document_number,
            "written_on": edition.issued_on,
            "effective_on": edition.effective_on,
            "source": organisation.name,
            "keywords": "政务公开 标准目录",
        },
        origin=edition,
        reviews=publications.Reviews(
            author=edition.created_by,
            first=passed.passed_by,
            first_at=passed.passed_at,
            second=edition.handed_in_by,
            second_at=edition.handed_in_at,
        ),
        by=by,
        at=at,
    )


def summary(edition: Edition) -> str:
    items = edition.items.applicable()
    fields = items.values("field").distinct().count()
    return f"{edition.catalog.organisation.name}主动公开和依申请公开的标准目录，{fields} 个领域 {items.count()} 个事项。"


def table(edition: Edition) -> dict:
    """公开的表格；不适用的不列，列表型的栏以顿号连写，可据 `facets`（栏名与可选值）筛选。"""
    items = list(edition.items.applicable().in_order().select_related("field"))
    facets = {
        header: list(dict.fromkeys(value for item in items for value in values(item)))
        for header, values in FACETS.items()
    }
    return {"headers": list(HEADERS), "rows": [_row(item) for item in items], "facets": facets}


def _row(item) -> list[str]:
    return [
        item.field.name,
        item.number,
        item.item_1,
        " / ".join(part for part in (item.item_2, item.item_3) if part),
        item.content,
        item.basis,
        item.time_limit,
        item.subject,
        JOINED.join([*item.channels, *item.channels_other]),
        JOINED.join([*item.audience, *filter(None, [item.audience_note])]),
        JOINED.join(item.method),
        JOINED.join(item.level),
    ]
