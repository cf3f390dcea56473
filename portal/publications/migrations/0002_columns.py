"""“监督保障”栏目树：与各地政府网站的通行栏目一致，标题与描述以后可改。"""

from django.db import migrations

ROOT = ("监督保障", "supervision", "政务公开工作的部署、推进、考核与监督", "政务公开,监督保障")
CHILDREN = (
    ("政务公开制度", "institutions", "政务公开的制度与规范", "政务公开制度"),
    ("工作推进", "progress", "政务公开工作的部署与进展", "工作推进"),
    ("专项工作", "special-work", "专项行动方案与专项工作情况", "专项工作,行动方案"),
    ("考核评议", "assessment", "政务公开考核评估的方案与结果", "考核评议,综合评估"),
    ("业务培训", "training", "政务公开业务培训", "业务培训"),
)


def plant(apps, schema_editor):
    Column = apps.get_model("publications", "Column")
    rows = [("0001", 1, len(CHILDREN), ROOT)]
    rows += [(f"0001{number:04d}", 2, 0, child) for number, child in enumerate(CHILDREN, start=1)]
    for path, depth, numchild, (title, slug, description, keywords) in rows:
        Column.objects.create(
            path=path,
            depth=depth,
            numchild=numchild,
            title=title,
            slug=slug,
            description=description,
            keywords=keywords,
        )


class Migration(migrations.Migration):
    dependencies = [("publications", "0001_initial")]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
