"""外部通道；外发记录自带标题与链接，何时再试写在行里。"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill(apps, schema_editor):
    """已有的外发记录都是邮件，标题与链接取自所附的消息。"""
    Delivery = apps.get_model("notifications", "Delivery")
    for row in Delivery.objects.select_related("message").iterator(chunk_size=2000):
        row.key = f"message:{row.message_id}:{row.channel}:0"
        row.title, row.url = row.message.title, row.message.url
        row.created_at = row.message.created_at
        row.error = row.error or ("没有发出。" if row.state == "failed" else "")
        row.save(update_fields=["key", "title", "url", "created_at", "error"])


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
        ("organisations", "0002_codes_and_acting_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("wecom", "企业微信"), ("dingtalk", "钉钉"), ("feishu", "飞书"), ("webhook", "通用网址（JSON）")], max_length=10, verbose_name="种类")),
                ("name", models.CharField(help_text="如“县公开办工作群”，只在本站显示", max_length=40, verbose_name="名称")),
                ("sealed", models.TextField(verbose_name="地址（密文）")),
                ("ending", models.CharField(max_length=4, verbose_name="地址末四位")),
                ("fingerprint", models.CharField(help_text="同一个群不登记两次", max_length=64, verbose_name="地址的散列")),
                ("added_at", models.DateTimeField(blank=True, null=True, verbose_name="开通时间")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="最近一次试发成功")),
                ("added_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="开通人")),
                ("organisation", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="channels", to="organisations.organisation", verbose_name="机构")),
                ("person", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="channels", to=settings.AUTH_USER_MODEL, verbose_name="本人")),
            ],
            options={
                "verbose_name": "外部通道",
                "verbose_name_plural": "外部通道",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("person__isnull", True), ("organisation__isnull", True), _connector="XOR"), name="channel_has_one_owner"),
                    models.UniqueConstraint(fields=("person", "fingerprint"), name="channel_once_per_person"),
                    models.UniqueConstraint(fields=("organisation", "fingerprint"), name="channel_once_per_place"),
                    models.CheckConstraint(condition=models.Q(("kind__in", ("wecom", "dingtalk", "feishu", "webhook"))), name="channel_kind_known"),
                ],
            },
        ),
        migrations.RemoveConstraint("delivery", "delivery_once_per_channel"),
        migrations.AlterField("delivery", "channel", models.CharField(max_length=20, verbose_name="通道种类")),
        migrations.AlterField("delivery", "message", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="notifications.message", verbose_name="消息")),
        migrations.AddField("delivery", "key", models.CharField(max_length=240, null=True, verbose_name="唯一键")),
        migrations.AddField("delivery", "target", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="deliveries", to="notifications.channel", verbose_name="通道")),
        migrations.AddField("delivery", "title", models.CharField(default="", max_length=120, verbose_name="标题"), preserve_default=False),
        migrations.AddField("delivery", "url", models.CharField(blank=True, default="", max_length=300, verbose_name="链接"), preserve_default=False),
        migrations.AddField("delivery", "quiet", models.JSONField(blank=True, default=dict, verbose_name="免打扰")),
        migrations.AddField("delivery", "created_at", models.DateTimeField(blank=True, null=True, verbose_name="写入时间")),
        migrations.AddField("delivery", "next_try_at", models.DateTimeField(blank=True, null=True, verbose_name="下次发送")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
