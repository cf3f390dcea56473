"""定格的版本只增不改：在数据库里拒绝更新与删除，绕过程序也不行。"""

from django.db import migrations

TABLE = "publications_publicationversion"
REASON = "公开版本不能修改或删除"
POSTGRES = (
    f"""
CREATE FUNCTION publications_version_frozen() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REASON}'; END $$
""",
    f"CREATE TRIGGER publications_version_frozen BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION publications_version_frozen()",
)
POSTGRES_BACK = (
    f"DROP TRIGGER publications_version_frozen ON {TABLE}",
    "DROP FUNCTION publications_version_frozen()",
)
SQLITE = tuple(
    f"CREATE TRIGGER publications_version_no_{action} BEFORE {action.upper()} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
    for action in ("update", "delete")
)
SQLITE_BACK = tuple(f"DROP TRIGGER publications_version_no_{action}" for action in ("update", "delete"))


def _run(postgres: tuple[str, ...], sqlite: tuple[str, ...]):
    def run(apps, editor):
        for statement in postgres if editor.connection.vendor == "postgresql" else sqlite:
            editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("publications", "0004_privacy_gate")]
    operations = [migrations.RunPython(_run(POSTGRES, SQLITE), _run(POSTGRES_BACK, SQLITE_BACK))]
