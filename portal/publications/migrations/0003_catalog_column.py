"""“监督保障”之下加“标准目录”栏目：各县区确认了的基层政务公开标准目录公开在这里。"""

from django.db import migrations

CHILD = {
    "title": "标准目录",
    "slug": "catalogs",
    "description": "各县区基层政务公开标准目录",
    "keywords": "标准目录,公开事项",
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
    dependencies = [("publications", "0002_columns")]
    operations = [migrations.RunPython(plant, uproot)]
