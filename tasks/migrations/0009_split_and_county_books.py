import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ORGANISATION = "organisations.organisation"
PROTECT = django.db.models.deletion.PROTECT


def nullable_body(verbose_name):
    return models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to=ORGANISATION, verbose_name=verbose_name)


class Migration(migrations.Migration):
    """加上新的字段，都可空；由下一步填好，再下一步收紧。"""

    dependencies = [
        ("core", "0004_cache"),
        ("organisations", "0002_codes_and_acting_terms"),
        ("tasks", "0008_organising_register"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("task", "owner", nullable_body("编制单位")),
        migrations.AddField("task", "parent", models.ForeignKey(blank=True, null=True, on_delete=PROTECT, related_name="children", to="tasks.task", verbose_name="落实的市级任务")),
        migrations.AddField("task", "opens_on", models.DateField(blank=True, null=True, verbose_name="开始时间")),
        migrations.AddField("task", "policy", models.CharField(choices=[("late", "可逾期办理，记为逾期"), ("block", "到期关闭")], default="late", max_length=10, verbose_name="到期处理")),
        migrations.AddField("task", "organisations", models.ManyToManyField(blank=True, related_name="+", to=ORGANISATION, verbose_name="承办单位")),
        migrations.RemoveConstraint("assignment", "assignment_once"),
        migrations.AlterModelOptions("assignment", {"verbose_name": "任务承办", "verbose_name_plural": "任务承办", "ordering": ["task"]}),
        migrations.RenameField("assignment", "county", "organisation"),
        migrations.AlterField("assignment", "organisation", models.ForeignKey(on_delete=PROTECT, related_name="+", to=ORGANISATION, verbose_name="承办单位")),
        migrations.AddField("assignment", "issuer", nullable_body("交办单位")),
        migrations.AddField("assignment", "parent", models.ForeignKey(blank=True, null=True, on_delete=PROTECT, related_name="children", to="tasks.assignment", verbose_name="分解自")),
        migrations.AddField("assignment", "period", models.CharField(blank=True, default="", help_text="如 2026-07、2026-Q3；一次性的为空", max_length=7, verbose_name="期次"), preserve_default=False),
        migrations.AddField("assignment", "opens_on", models.DateField(null=True, verbose_name="开始办理")),
        migrations.AddField("assignment", "due_on", models.DateField(blank=True, null=True, verbose_name="完成时限")),
        migrations.AddField("assignment", "assigned_on", models.DateField(null=True, verbose_name="交办日期")),
        migrations.AddField("assignment", "note", models.CharField(blank=True, default="", max_length=200, verbose_name="分工"), preserve_default=False),
        migrations.AddField("assignment", "is_late", models.BooleanField(default=False, verbose_name="逾期提交")),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("file", "文件"), ("link", "网页"), ("record", "台账记录")], max_length=6, verbose_name="类型")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("is_reference", models.BooleanField(default=False, verbose_name="引用已报送的")),
                ("register", models.CharField(blank=True, max_length=40, verbose_name="台账")),
                ("record", models.CharField(blank=True, max_length=40, verbose_name="记录编号")),
                ("url", models.CharField(blank=True, max_length=500, verbose_name="地址")),
                ("on", models.DateField(blank=True, null=True, verbose_name="形成日期")),
                ("file", models.ForeignKey(blank=True, null=True, on_delete=PROTECT, related_name="+", to="core.storedfile", verbose_name="文件")),
                ("link", models.ForeignKey(blank=True, null=True, on_delete=PROTECT, related_name="+", to="core.link", verbose_name="核验的网址")),
                ("progress", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="tasks.progress", verbose_name="进展")),
            ],
            options={"verbose_name": "佐证", "verbose_name_plural": "佐证", "ordering": ["progress", "pk"]},
        ),
        migrations.AlterField("extension", "deadline", models.ForeignKey(blank=True, null=True, on_delete=PROTECT, related_name="extensions", to="tasks.deadline", verbose_name="期限")),
        migrations.AddField("extension", "assignment", models.ForeignKey(blank=True, null=True, on_delete=PROTECT, related_name="extensions", to="tasks.assignment", verbose_name="承办的任务")),
    ]
