"""影响评估写下即不再改动，至少保存三年。"""

from django.db import migrations

from portal.core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("publications", "0005_frozen_versions")]
    operations = [append_only("publications_impactassessment", reason="影响评估不能修改或删除")]
