"""补贴项目：建立、修改、登记申报信息。"""

import datetime as dt

from django.db import transaction
from django.db.models import Count
from django.urls import reverse

from portal.core import audit, clock
from portal.core.rules import Denied
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from portal.publications import actions as publications
from portal.publications.models import Publication
from village import applying, competent, permissions
from village.models import Application, Programme

K = Organisation.Kind
# 名称里有这些字的，受益人是特殊群体，公示时加严打码；建立之后可以改。
SENSITIVE = ("低保", "最低生活保障", "特困", "残疾", "孤儿", "特别扶助", "医疗救助", "事实无人抚养", "大病")
UNITS = (("种粮", "亩"), ("耕地", "亩"), ("稻谷", "亩"), ("公益林", "亩"), ("能繁母猪", "头"), ("农机", "台"))


class StaleEdit(Denied):
    """别人先改了；`theirs` 是现在的内容。"""

    def __init__(self, theirs: Programme):
        super().__init__("这一项刚被别人改过，您的改动没有保存。请对照两边的内容，选定再保存。")
        self.theirs = theirs


class NameTaken(Denied):
    """同县同年已有同名的一项。"""

    def __init__(self, county: Organisation, year: int, name: str):
        super().__init__(f"{county} {year} 年已有“{name}”，请换一个名称。")


@transaction.atomic
def open_programme(*, county: Organisation, year: int, name: str, by, at: dt.datetime, **facts) -> Programme:
    """建立一项补贴。同县同年同名的只有一项。"""
    permissions.check_can_keep_programmes(by, county)
    if Programme.objects.filter(county=county, year=year, name=name).exists():
        raise NameTaken(county, year, name)
    programme = blank(county, year, name)
    for key, value in facts.items():
        setattr(programme, key, value)
    programme.created_by, programme.created_at = by, at
    programme.save()
    audit.record("village.programme.opened", obj=programme, by=by, at=at)
    return programme


def blank(county: Organisation, year: int, name: str) -> Programme:
    """未存库的一项：能从名称看出来的先填上，有上一年的照上一年的填。"""
    last = Programme.objects.filter(county=county, year__lt=year, name=name).order_by("-year").first()
    if last is not None:
        kept = {field.attname: getattr(last, field.attname) for field in Programme._meta.concrete_fields}
        for key in ("id", "created_by_id", "created_at", "version", "year"):
            del kept[key]
        return Programme(year=year, **kept)
    unit = next((unit for word, unit in UNITS if word in name), "")
    return Programme(
        county=county, year=year, name=name, unit=unit, is_sensitive=any(word in name for word in SENSITIVE)
    )


@transaction.atomic
def change_programme(*, programme: Programme, facts: dict, version: int, by, at: dt.datetime) -> Programme:
    """修改各栏；`version` 是此人打开时的版次，别人先改了的抛 `StaleEdit`。"""
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    permissions.check_can_keep_programmes(by, locked.county)
    if locked.version != version:
        raise StaleEdit(locked)
    if "name" in facts and facts["name"] != locked.name:
        same = Programme.objects.filter(county=locked.county, year=locked.year, name=facts["name"])
        if same.exists():
            raise NameTaken(locked.county, locked.year, facts["name"])
    changed = [name for name, value in facts.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, facts[name])
    locked.version += 1
    locked.save()
    audit.record("village.programme.changed", obj=locked, by=by, at=at, detail={"fields": changed})
    return locked


@transaction.atomic
def carry_over(*, county: Organisation, year: int, by, at: dt.datetime) -> list[Programme]:
    """把上一年的各项照抄到 `year`；已有的不动。"""
    permissions.check_can_keep_programmes(by, county)
    known = set(Programme.objects.filter(county=county, year=year).values_list("name", flat=True))
    last = Programme.objects.filter(county=county, year=year - 1).exclude(name__in=known)
    return [
        open_programme(county=county, year=year, name=one.name, by=by, at=at) for one in last.order_by("name")
    ]


@transaction.atomic
def announce(
    *, programme: Programme, opens_on: dt.date, closes_on: dt.date, text: str, by, at: dt.datetime
) -> Application:
    """登记一次申报信息。"""
    permissions.check_can_import(by, programme)
    application = Application.objects.create(
        programme=programme, opens_on=opens_on, closes_on=closes_on, text=text, created_by=by, created_at=at
    )
    audit.record("village.application.announced", obj=application, by=by, at=at)
    return application


@transaction.atomic
def draft_application(*, application: Application, by, at: dt.datetime) -> Publication:
    """拟一篇申报通知，走三审公开；已有没撤回的稿件时返回那一篇。"""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    programme, known = application.programme, application.publication
    permissions.check_can_keep_programmes(by, programme.county)
    if known is not None and known.status != Publication.Status.WITHDRAWN:
        return known
    publication = publications.draft_publication(
        column=publications.column(applying.COLUMN),
        organisation=programme.county,
        values=applying.values(application, on=clock.local_date(at)),
        body_html=applying.body(application),
        by=by,
        at=at,
    )
    application.publication = publication
    application.save(update_fields=["publication"])
    return publication


def remind_applications(*, on: dt.date, at: dt.datetime) -> int:
    """今年还没有登记申报信息的项目，每月提醒一次本县填报人与主管的县直部门；返回提醒的单位数。每天一次。"""
    lacking = Programme.objects.of_year(on.year).filter(applications__isnull=True)
    counted = lacking.order_by().values_list("county").annotate(Count("pk"))
    counties = Organisation.objects.in_bulk([county for county, _ in counted])
    owing = [(counties[county], count, "") for county, count in counted]
    for county in counties.values():
        for bureau in Organisation.objects.get_children(county).current().of_kind(K.COUNTY_DEPARTMENT):
            if count := competent.of_departments([bureau], lacking.filter(county=county)).count():
                owing.append((bureau, count, "&mine=on"))
    for place, count, mine in owing:
        notifications.tell(
            organisations.people_with("draft", place),
            key=f"village-applications:{place.pk}:{on:%Y-%m}",
            kind=Message.Kind.REMINDER,
            title=f"{place}有 {count} 项补贴还没有申报信息",
            url=f"{reverse('village:programmes')}?year={on.year}&lacking=on{mine}",
            at=at,
        )
    return len(owing)
