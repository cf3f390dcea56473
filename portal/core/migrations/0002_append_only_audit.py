"""审计只增不改：在数据库里拒绝更新与删除，绕过程序也不行。"""

from django.db import migrations

MESSAGE = "audit events are append-only"


def protect(apps, schema_editor):
    for action in ("update", "delete"):
        name = f"core_auditevent_no_{action}"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {action.upper()} ON core_auditevent "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {action.upper()} ON core_auditevent "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )


def unprotect(apps, schema_editor):
    for action in ("update", "delete"):
        on = " ON core_auditevent" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS core_auditevent_no_{action}{on}")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
