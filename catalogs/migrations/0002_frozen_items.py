"""印发（或作废）了的版本，事项不许增删改：在数据库里拒绝，绕过程序也不行。"""

from django.db import migrations

MESSAGE = "items of an issued edition are frozen"
FROZEN = "(SELECT status FROM catalogs_edition WHERE id = {row}.edition_id) IN ('issued', 'discarded')"
ROWS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def protect(apps, schema_editor):
    for action, rows in ROWS.items():
        name = f"catalogs_item_frozen_{action}"
        frozen = " OR ".join(FROZEN.format(row=row) for row in rows)
        if schema_editor.connection.vendor == "postgresql":
            answer = "OLD" if action == "delete" else "NEW"
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN IF {frozen} THEN RAISE EXCEPTION '{MESSAGE}'; END IF; RETURN {answer}; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {action.upper()} ON catalogs_item "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {action.upper()} ON catalogs_item WHEN {frozen} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )


def unprotect(apps, schema_editor):
    on = " ON catalogs_item" if schema_editor.connection.vendor == "postgresql" else ""
    for action in ROWS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS catalogs_item_frozen_{action}{on}")


class Migration(migrations.Migration):
    replaces = [("catalogs", "0003_frozen_items")]
    dependencies = [("catalogs", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
