"""“监督保障”之下加“政府信息公开年度报告”栏目。"""

from django.db import migrations

CHILD = {
    "title": "政府信息公开年度报告",
    "slug": "annual-reports",
    "description": "各级政府及部门的政府信息公开工作年度报告",
    "keywords": "政府信息公开,年度报告",
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
    dependencies = [("publications", "0009_answer_column")]
    operations = [migrations.RunPython(plant, uproot)]
