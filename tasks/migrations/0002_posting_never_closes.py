"""村务公开栏的期限从来不关闭公开，以前存成“到期关闭”的改回实情，此后由约束管住。"""

from django.db import migrations, models


def say_what_happens(apps, schema_editor):
    Deadline = apps.get_model("tasks", "Deadline")
    Deadline.objects.filter(code="posting", policy="block").update(policy="late")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial")]

    operations = [
        migrations.RunPython(say_what_happens, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(("code", "posting"), ("policy", "block"), _negated=True),
                name="deadline_of_posting_never_closes",
            ),
        ),
    ]
