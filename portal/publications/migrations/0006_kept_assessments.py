"""影响评估写下即不再改动，至少保存三年：在数据库里拒绝更新与删除。"""

from django.db import migrations

TABLE = "publications_impactassessment"
REASON = "影响评估不能修改或删除"
POSTGRES = (
    f"""
CREATE FUNCTION publications_assessment_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REASON}'; END $$
""",
    f"CREATE TRIGGER publications_assessment_kept BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION publications_assessment_kept()",
)
POSTGRES_BACK = (
    f"DROP TRIGGER publications_assessment_kept ON {TABLE}",
    "DROP FUNCTION publications_assessment_kept()",
)
SQLITE = tuple(
    f"CREATE TRIGGER publications_assessment_no_{action} BEFORE {action.upper()} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
    for action in ("update", "delete")
)
SQLITE_BACK = tuple(f"DROP TRIGGER publications_assessment_no_{action}" for action in ("update", "delete"))


def _run(postgres: tuple[str, ...], sqlite: tuple[str, ...]):
    def run(apps, editor):
        for statement in postgres if editor.connection.vendor == "postgresql" else sqlite:
            editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("publications", "0005_frozen_versions")]
    operations = [migrations.RunPython(_run(POSTGRES, SQLITE), _run(POSTGRES_BACK, SQLITE_BACK))]
