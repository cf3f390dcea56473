"""定格的版本只增不改。"""

from django.db import migrations

from portal.core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("publications", "0004_privacy_gate")]
    operations = [append_only("publications_publicationversion", reason="公开版本不能修改或删除")]
