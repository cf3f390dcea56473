"""“监督保障”之下加“政策问答”栏目：咨询台答复过、可以供别人参考的。"""

from django.db import migrations

CHILD = {
    "title": "政策问答",
    "slug": "policy-answers",
    "description": "政策咨询中问得多的问题与答复",
    "keywords": "政策咨询,政策问答",
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
    dependencies = [("publications", "0008_application_column")]
    operations = [migrations.RunPython(plant, uproot)]
