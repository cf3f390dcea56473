"""公开记录的写入：手工、工作簿、网站采集三条路，都到这里。"""

import datetime as dt
import difflib
from dataclasses import dataclass

from django.db import transaction

from catalogs import adjusting, permissions, workflow
from catalogs.entries import plain
from catalogs.models import Catalog, Disclosure, Feed, FeedEntry, Item
from portal.core import audit, links
from portal.core.links import feeds
from portal.core.rules import Denied

ALIKE = 0.6


@dataclass(frozen=True)
class Facts:
    """一次公开的事实：标题、网址、形成（变更）日期（可不填）、公开日期。"""

    title: str
    url: str
    disclosed_on: dt.date
    made_on: dt.date | None = None


@transaction.atomic
def record_disclosure(
    *, catalog: Catalog, key: str, facts: Facts, source: str = Disclosure.Source.HAND, by, at: dt.datetime
) -> Disclosure:
    """登记一次公开；同一事项、同一网址、同一天的只有一条，再登记就是那一条。"""
    permissions.check_can_record(by, catalog)
    _check(key in _keys(catalog), facts)
    row, made = Disclosure.objects.get_or_create(
        catalog=catalog,
        key=key,
        url=facts.url,
        disclosed_on=facts.disclosed_on,
        retracted_at=None,
        defaults={
            "title": facts.title,
            "made_on": facts.made_on,
            "link": links.register(facts.url) if facts.url else None,
            "source": source,
            "recorded_by": by,
            "recorded_at": at,
        },
    )
    if made:
        audit.record("catalogs.disclosure.recorded", obj=row, by=by, at=at, detail={"catalog": catalog.pk})
    return row


@transaction.atomic
def record_disclosures(
    *, catalog: Catalog, rows: list[tuple[str, Facts]], by, at: dt.datetime
) -> list[Disclosure]:
    """工作簿里的各条：（事项标识, 事实）。"""
    permissions.check_can_record(by, catalog)
    known = _keys(catalog)
    for key, facts in rows:
        _check(key in known, facts)
    addresses = list(dict.fromkeys(facts.url for _, facts in rows if facts.url))
    registered = dict(zip(addresses, links.register_many(addresses), strict=True))
    made = Disclosure.objects.bulk_create(
        [
            Disclosure(
                catalog=catalog,
                key=key,
                title=facts.title,
                url=facts.url,
                link=registered.get(facts.url),
                made_on=facts.made_on,
                disclosed_on=facts.disclosed_on,
                source=Disclosure.Source.WORKBOOK,
                recorded_by=by,
                recorded_at=at,
            )
            for key, facts in rows
        ],
        batch_size=500,
    )
    audit.record("catalogs.disclosure.imported", obj=catalog, by=by, at=at, detail={"rows": len(made)})
    return made


@transaction.atomic
def correct_disclosure(
    *, disclosure: Disclosure, facts: Facts, version: int, by, at: dt.datetime
) -> Disclosure:
    """改正一条；`version` 与现存不同说明他人刚改过。"""
    row = Disclosure.objects.select_for_update().get(pk=disclosure.pk)
    permissions.check_can_record(by, row.catalog)
    if row.version != version or row.retracted_at:
        raise Denied("这条公开记录刚被他人改过或作废，请打开最新的再改。")
    _check(row.key in _keys(row.catalog), facts)
    for name, value in vars(facts).items():
        setattr(row, name, value)
    row.link, row.version = links.register(facts.url) if facts.url else None, version + 1
    row.save(update_fields=[*vars(facts), "link", "version"])
    audit.record("catalogs.disclosure.corrected", obj=row, by=by, at=at)
    return row


@transaction.atomic
def retract_disclosure(*, disclosure: Disclosure, reason: str, by, at: dt.datetime) -> Disclosure:
    """作废一条，写明原因；不删。"""
    permissions.check_can_retract(by, disclosure)
    if not reason.strip():
        raise Denied("请写明作废的原因。")
    row = Disclosure.objects.select_for_update().get(pk=disclosure.pk)
    if row.retracted_at is None:
        row.retracted_by, row.retracted_at, row.retraction = by, at, reason.strip()
        row.save(update_fields=["retracted_by", "retracted_at", "retraction"])
        audit.record("catalogs.disclosure.retracted", obj=row, by=by, at=at, text=reason)
    return row


@transaction.atomic
def add_feed(*, catalog: Catalog, url: str, by, at: dt.datetime) -> Feed:
    """登记一个采集源；网址不能用的抛 `links.BadUrl`。"""
    permissions.check_can_record(by, catalog)
    feed, made = Feed.objects.get_or_create(catalog=catalog, url=links.register(url).url)
    if made:
        audit.record("catalogs.feed.added", obj=feed, by=by, at=at)
    return feed


@transaction.atomic
def remove_feed(*, feed: Feed, by, at: dt.datetime) -> None:
    """不再采集；已归类的公开记录保留。"""
    permissions.check_can_record(by, feed.catalog)
    audit.record("catalogs.feed.removed", obj=feed, by=by, at=at)
    feed.delete()


def read_feed(*, feed: Feed, at: dt.datetime, fetch=feeds.fetch_feed) -> int:
    """采集一次，返回新条目数。取不到的写在 `note` 里，不算错：网站的事不该让任务失败。"""
    try:
        entries, note = fetch(feed.url), ""
    except feeds.BadFeed as error:
        entries, note = [], str(error)
    with transaction.atomic():
        known = set(feed.entries.values_list("url", flat=True))
        fresh = {entry.url: entry for entry in entries if entry.url not in known and len(entry.url) <= 500}
        FeedEntry.objects.bulk_create(
            [
                FeedEntry(
                    feed=feed,
                    url=url,
                    title=(entry.title or url)[:200],
                    published_on=entry.published or entry.updated,
                )
                for url, entry in fresh.items()
            ],
            ignore_conflicts=True,
        )
        feed.read_at, feed.note = at, (note or f"新采集 {len(fresh)} 条")[:200]
        feed.save(update_fields=["read_at", "note"])
    return len(fresh)


@transaction.atomic
def assign_entry(*, entry: FeedEntry, key: str, made_on: dt.date | None, by, at: dt.datetime) -> Disclosure:
    """把采集到的一条归到某个事项，成为公开记录。"""
    entry = workflow.FEED_ENTRY.lock(entry)
    if entry.published_on is None:
        raise Denied("网站没有给出这一条的发布日期，请手工登记这条公开记录。")
    row = record_disclosure(
        catalog=entry.feed.catalog,
        key=key,
        facts=Facts(entry.title, entry.url, entry.published_on, made_on),
        source=Disclosure.Source.FEED,
        by=by,
        at=at,
    )
    workflow.FEED_ENTRY.move(entry, "assign", by=by, at=at, disclosure=row)
    return row


def ignore_entry(*, entry: FeedEntry, by, at: dt.datetime) -> None:
    """与目录不相干的略过，下次采集不再出现。"""
    workflow.FEED_ENTRY.move(entry, "ignore", by=by, at=at)


def likely_item(title: str, items: list[Item]) -> Item | None:
    """标题最像哪个事项；都不像则没有，由人选。"""
    words = plain(title)
    scored = [(_likeness(words, plain(item.item_2 or item.item_1)), item) for item in items]
    score, item = max(scored, key=lambda pair: pair[0], default=(0, None))
    return item if score >= ALIKE else None


def _likeness(title: str, name: str) -> float:
    if not name:
        return 0.0
    if name in title:
        return 1.0
    matcher = difflib.SequenceMatcher(None, title, name, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(name)


def _keys(catalog: Catalog) -> set[str]:
    """现行目录里的事项标识。"""
    edition = adjusting.latest_edition(catalog)
    return set(edition.items.values_list("key", flat=True)) if edition else set()


def _check(is_known: bool, facts: Facts) -> None:
    if not is_known:
        raise Denied("现行目录里没有这个事项，请重新选择。")
    if not facts.title.strip():
        raise Denied("请填写信息标题。")
    if facts.made_on and facts.disclosed_on < facts.made_on:
        raise Denied(f"公开日期 {facts.disclosed_on} 早于形成日期 {facts.made_on}，请核对。")
