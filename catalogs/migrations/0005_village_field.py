"""已经载入过领域的站点补上“村务公开”；新站点由载入领域时建立。"""

from django.db import migrations

VILLAGE = {
    "name": "村务公开",
    "ministry": "民政部",
    "also_known_as": "村（居）务公开;居务公开;村级政务公开;村级事务公开",
    "is_village": True,
}


def add(apps, schema_editor):
    Field = apps.get_model("catalogs", "Field")
    if Field.objects.exists():
        Field.objects.update_or_create(code="99", defaults=VILLAGE)


class Migration(migrations.Migration):
    dependencies = [("catalogs", "0004_village_models")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
