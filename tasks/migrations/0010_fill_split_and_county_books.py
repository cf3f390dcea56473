import datetime as dt
from urllib.parse import urlsplit

from django.db import migrations
from django.db.models import Min

from tasks.occurrences import occurrences


def fill(apps, schema_editor):
    """旧的任务都是市的；承办从行动开始起算，按期的算作第一期；进展里的网址成为佐证。"""
    Task = apps.get_model("tasks", "Task")
    for task in Task.objects.select_related("campaign").annotate(start=Min("campaign__phases__start_on")):
        start = task.start or dt.date(task.campaign.year, 1, 1)
        Task.objects.filter(pk=task.pk).update(owner=task.campaign.city_id)
        task.organisations.set(task.assignments.values_list("organisation", flat=True))
        first = next(iter(occurrences(task.recurrence, start, task.due_on or dt.date(start.year, 12, 31))), None)
        due_on = first.due_on if first else task.due_on
        opens_on = min(start, due_on) if due_on else start
        task.assignments.update(
            issuer=task.campaign.city_id, opens_on=opens_on, due_on=due_on, assigned_on=opens_on,
            period=first.period if first else "",
        )
    _evidence(apps)
    _numbers(apps.get_model("tasks", "Extension"))


def _evidence(apps):
    Link, Evidence = apps.get_model("core", "Link"), apps.get_model("tasks", "Evidence")
    for entry in apps.get_model("tasks", "Progress").objects.exclude(link=""):
        link, _ = Link.objects.get_or_create(
            url=entry.link, defaults={"host": urlsplit(entry.link).netloc[:260], "first_seen_at": entry.at}
        )
        Evidence.objects.create(progress=entry, kind="link", title="佐证网页", link=link, url=entry.link)


def _numbers(Extension):
    """编号从前没有唯一约束：重号的后一个加“之二”。"""
    seen = set()
    for row in Extension.objects.exclude(number="").order_by("pk"):
        if row.number in seen:
            Extension.objects.filter(pk=row.pk).update(number=f"{row.number}之{row.pk}")
        seen.add(row.number)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0009_split_and_county_books")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
