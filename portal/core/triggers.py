"""只增不改的表：在数据库里拒绝更新与删除，绕过程序也不行。供各应用的迁移使用。"""

from django.db import migrations

POSTGRES = (
    "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{reason}'; END $$",
    "CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
)
POSTGRES_BACK = ("DROP TRIGGER {name} ON {table}", "DROP FUNCTION {name}()")
SQLITE = tuple(
    f"CREATE TRIGGER {{name}}_{action} BEFORE {action.upper()} ON {{table}} "
    "BEGIN SELECT RAISE(ABORT, '{reason}'); END"
    for action in ("update", "delete")
)
SQLITE_BACK = tuple(f"DROP TRIGGER {{name}}_{action}" for action in ("update", "delete"))


def append_only(table: str, *, reason: str) -> migrations.RunPython:
    """`table` 只许写入新行；违反时数据库报 `reason`。"""
    words = {"name": f"{table}_frozen", "table": table, "reason": reason}
    return migrations.RunPython(_run(POSTGRES, SQLITE, words), _run(POSTGRES_BACK, SQLITE_BACK, words))


def _run(postgres: tuple[str, ...], sqlite: tuple[str, ...], words: dict[str, str]):
    def run(apps, editor):
        for statement in postgres if editor.connection.vendor == "postgresql" else sqlite:
            editor.execute(statement.format(**words))

    return run
