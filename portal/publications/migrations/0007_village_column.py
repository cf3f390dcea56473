"""“监督保障”之下加“村级补贴”栏目：各村每年惠农补贴的合计公开在这里。"""

from django.db import migrations

CHILD = {
    "title": "村级补贴",
    "slug": "village-subsidies",
    "description": "各村（居）每年惠农补贴发放的合计",
    "keywords": "惠农补贴,村务公开",
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
    dependencies = [("publications", "0006_kept_assessments")]
    operations = [migrations.RunPython(plant, uproot)]
