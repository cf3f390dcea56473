"""外发记录的唯一键不得为空。"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_channels")]

    operations = [
        migrations.AlterField(
            "delivery", "key", models.CharField(max_length=240, unique=True, verbose_name="唯一键")
        ),
        migrations.AddIndex("delivery", models.Index(fields=["state", "created_at"], name="delivery_state")),
        migrations.AddConstraint(
            "delivery",
            models.CheckConstraint(
                condition=models.Q(("state", "failed"), _negated=True) | models.Q(("error", ""), _negated=True),
                name="delivery_failed_has_reason",
            ),
        ),
    ]
