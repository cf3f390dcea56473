"""“监督保障”之下加“补贴申报”栏目：各项惠农补贴何时、去哪里申报。"""

from django.db import migrations

CHILD = {
    "title": "补贴申报",
    "slug": "subsidy-applications",
    "description": "各项惠农补贴的申报时间、条件与材料",
    "keywords": "惠农补贴,申报",
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
    dependencies = [("publications", "0007_village_column")]
    operations = [migrations.RunPython(plant, uproot)]
