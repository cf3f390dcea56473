"""提醒的来源不再只有期限：加上行动、来源与事项的文字，照原来的期限填好；另立提醒设置。"""

import datetime as dt

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tasks.models.reminder
from portal.core import clock


def fill(apps, schema_editor):
    """已有的凭据都是期限上的，也都发过了。"""
    Reminder = apps.get_model("tasks", "Reminder")
    for row in Reminder.objects.select_related("deadline").iterator(chunk_size=2000):
        row.campaign_id = row.deadline.campaign_id
        row.source, row.text = f"deadline:{row.deadline.code}", row.deadline.name
        row.sent_at = clock.day_start(row.on) + dt.timedelta(hours=8)
        row.save(update_fields=["campaign", "source", "text", "sent_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
        ("organisations", "0002_codes_and_acting_terms"),
        ("tasks", "0005_interpretation_platforms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "reminder",
            "campaign",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reminders",
                to="tasks.campaign",
                verbose_name="行动",
            ),
        ),
        migrations.AddField(
            "reminder",
            "source",
            models.CharField(
                default="",
                help_text="如 deadline:filing、register:requests",
                max_length=40,
                verbose_name="来源",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "reminder",
            "level",
            models.CharField(
                choices=[("officer", "经办人"), ("head", "单位负责人"), ("city", "市政务公开办")],
                default="officer",
                max_length=10,
                verbose_name="级别",
            ),
        ),
        migrations.AddField(
            "reminder", "text", models.CharField(blank=True, default="", max_length=300, verbose_name="事项"),
            preserve_default=False,
        ),
        migrations.AddField(
            "reminder", "url", models.CharField(blank=True, default="", max_length=300, verbose_name="去处"),
            preserve_default=False,
        ),
        migrations.AddField(
            "reminder", "sent_at", models.DateTimeField(blank=True, null=True, verbose_name="发出时间")
        ),
        migrations.AddField(
            "reminder",
            "message",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="notifications.message",
                verbose_name="所在汇总",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.CreateModel(
            name="ReminderSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("offsets", models.CharField(default=tasks.models.reminder.default_offsets, help_text="相对截止日的天数，负数在前，用逗号分开", max_length=60, verbose_name="提醒档次")),
                ("head_after", models.PositiveSmallIntegerField(default=1, verbose_name="逾期几天提醒单位负责人")),
                ("city_after", models.PositiveSmallIntegerField(default=3, verbose_name="逾期几天提醒市政务公开办")),
                ("cap", models.PositiveIntegerField(default=2000, help_text="多出来的留到下一次", verbose_name="一次最多发给几人")),
                ("quiet_from", models.TimeField(default=dt.time(20), verbose_name="免打扰开始")),
                ("quiet_until", models.TimeField(default=dt.time(8), verbose_name="免打扰结束")),
                ("workdays_only", models.BooleanField(default=True, verbose_name="非工作日不外发")),
                ("muted", models.JSONField(blank=True, default=list, verbose_name="不提醒的来源")),
                ("version", models.PositiveIntegerField(default=0, help_text="每次保存加一，用于发现同时编辑", verbose_name="修改版次")),
                ("saved_at", models.DateTimeField(blank=True, null=True, verbose_name="修改时间")),
                ("paused_at", models.DateTimeField(blank=True, null=True, verbose_name="暂停时间")),
                ("pause_reason", models.CharField(blank=True, max_length=200, verbose_name="暂停原因")),
                ("campaign", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="reminder_setting", to="tasks.campaign", verbose_name="行动")),
                ("paused_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="暂停人")),
                ("saved_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="修改人")),
            ],
            options={
                "verbose_name": "提醒设置",
                "verbose_name_plural": "提醒设置",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("city_after__gte", models.F("head_after"))), name="reminder_city_after_head"),
                    models.CheckConstraint(condition=models.Q(("cap__gte", 1)), name="reminder_cap_positive"),
                    models.CheckConstraint(condition=models.Q(("paused_at__isnull", True), models.Q(("paused_by__isnull", False), models.Q(("pause_reason", ""), _negated=True)), _connector="OR"), name="reminder_pause_has_reason"),
                ],
            },
        ),
    ]
