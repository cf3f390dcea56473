"""凭据的唯一性改到来源与事项上，不再指向期限。"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0006_reminder_sources")]

    operations = [
        migrations.RemoveConstraint("reminder", "reminder_once"),
        migrations.RemoveField("reminder", "deadline"),
        migrations.AlterField(
            "reminder",
            "campaign",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reminders",
                to="tasks.campaign",
                verbose_name="行动",
            ),
        ),
        migrations.AlterField(
            "reminder",
            "subject",
            models.CharField(help_text="期限下的事项，或台账事项的标识", max_length=160, verbose_name="事项标识"),
        ),
        migrations.AlterField(
            "reminder",
            "offset",
            models.SmallIntegerField(help_text="相对截止日的天数", verbose_name="档次"),
        ),
        migrations.AlterField(
            "reminder", "is_late", models.BooleanField(default=False, verbose_name="补发")
        ),
        migrations.AddConstraint(
            "reminder",
            models.UniqueConstraint(
                fields=["campaign", "source", "subject", "organisation", "person", "due_on", "offset"],
                name="reminder_once",
            ),
        ),
        migrations.AddIndex(
            "reminder", models.Index(fields=["person", "on"], name="reminder_person_on")
        ),
    ]
