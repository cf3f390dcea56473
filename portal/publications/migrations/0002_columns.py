"""“监督保障”栏目树：与各地政府网站的通行栏目一致，标题与描述以后可改。"""

from django.db import migrations

ROOT = ("监督保障", "supervision", "政务公开工作的部署、推进、考核与监督", "政务公开,监督保障")
CHILDREN = (
    ("政务公开制度", "institutions", "政务公开的制度与规范", "政务公开制度"),
    ("工作推进", "progress", "政务公开工作的部署与进展", "工作推进"),
    ("专项工作", "special-work", "专项行动方案与专项工作情况", "专项工作,行动方案"),
    ("考核评议", "assessment", "政务公开考核评估的方案与结果", "考核评议,综合评估"),
    ("业务培训", "training", "政务公开业务培训", "业务培训"),
    ("标准目录", "catalogs", "各县区基层政务公开标准目录", "标准目录,公开事项"),
    ("村级补贴", "village-subsidies", "各村（居）每年惠农补贴发放的合计", "惠农补贴,村务公开"),
    ("补贴申报", "subsidy-applications", "各项惠农补贴的申报时间、条件与材料", "惠农补贴,申报"),
    ("政策问答", "policy-answers", "政策咨询中问得多的问题与答复", "政策咨询,政策问答"),
    ("政府信息公开年度报告", "annual-reports", "各级政府及部门的政府信息公开工作年度报告", "政府信息公开,年度报告"),
    ("经验做法", "experience", "政务公开工作中可复制推广的经验做法", "经验做法,典型案例"),
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
