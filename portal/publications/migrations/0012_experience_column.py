"""“监督保障”之下加“经验做法”栏目：评审确认的典型案例。"""

from django.db import migrations

CHILD = {
    "title": "经验做法",
    "slug": "experience",
    "description": "政务公开工作中可复制推广的经验做法",
    "keywords": "经验做法,典型案例",
}


def plant(apps, schema_editor):
    Column = apps.get_model("publications", "Column")
    root = Column.objects.get(slug="supervision")
    number = root.numchild + 1
    Column.objects.create(path=f"{root.path}{number:04d}", depth=2, numchild=0, **CHILD)
    Column.objects.filter(pk=root.pk).update(numchild=number)


def uproot(apps, schema_editor):
    Column = apps.get_model("publications", "Column")
    if Column.objects.filter(slug=CHILD["slug"]).delete()[0]:
        root = Column.objects.get(slug="supervision")
        Column.objects.filter(pk=root.pk).update(numchild=root.numchild - 1)


class Migration(migrations.Migration):
    dependencies = [("publications", "0011_held_publications")]
    operations = [migrations.RunPython(plant, uproot)]
