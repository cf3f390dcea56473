"""定格的版本只增不改；影响评估写下即不再改动，至少保存三年。"""

from django.db import migrations

from portal.core.triggers import append_only


class Migration(migrations.Migration):
    replaces = [("publications", "0005_frozen_versions"), ("publications", "0006_kept_assessments")]
    dependencies = [("publications", "0002_columns")]
    operations = [
        append_only("publications_publicationversion", reason="公开版本不能修改或删除"),
        append_only("publications_impactassessment", reason="影响评估不能修改或删除"),
    ]
