"""发放记录写入之后不改；复核过的批次也不删。更正、冲销另立一批。"""

from django.db import migrations

REASON = "发放记录不能修改或删除，请以更正、冲销批次办理"
POSTGRES = (
    f"""
CREATE FUNCTION village_payment_frozen() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION '{REASON}';
  END IF;
  IF EXISTS (SELECT 1 FROM village_paymentbatch WHERE id = OLD.batch_id AND status = 'confirmed') THEN
    RAISE EXCEPTION '{REASON}';
  END IF;
  RETURN OLD;
END $$ LANGUAGE plpgsql
""",
    "CREATE TRIGGER village_payment_frozen BEFORE UPDATE OR DELETE ON village_payment "
    "FOR EACH ROW EXECUTE FUNCTION village_payment_frozen()",
)
POSTGRES_BACK = (
    "DROP TRIGGER village_payment_frozen ON village_payment",
    "DROP FUNCTION village_payment_frozen()",
)
SQLITE = (
    f"""
CREATE TRIGGER village_payment_unchanged BEFORE UPDATE ON village_payment
BEGIN SELECT RAISE(ABORT, '{REASON}'); END
""",
    f"""
CREATE TRIGGER village_payment_kept BEFORE DELETE ON village_payment
WHEN EXISTS (SELECT 1 FROM village_paymentbatch WHERE id = OLD.batch_id AND status = 'confirmed')
BEGIN SELECT RAISE(ABORT, '{REASON}'); END
""",
)
SQLITE_BACK = ("DROP TRIGGER village_payment_unchanged", "DROP TRIGGER village_payment_kept")


def _run(postgres: tuple[str, ...], sqlite: tuple[str, ...]):
    def run(apps, editor):
        for statement in postgres if editor.connection.vendor == "postgresql" else sqlite:
            editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("village", "0001_initial")]
    operations = [migrations.RunPython(_run(POSTGRES, SQLITE), _run(POSTGRES_BACK, SQLITE_BACK))]
