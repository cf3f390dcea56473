"""百万条里也按新旧翻页、按机构找：公开的按发布时间的索引，机构的索引带上栏目。先建后删。"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publications", "0003_frozen_rows")]
    operations = [
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["organisation", "status", "column"], name="publication_body_columns"),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                models.F("published_at").desc(),
                models.F("id").desc(),
                condition=models.Q(status="published"),
                name="publication_newest",
            ),
        ),
        migrations.RemoveIndex(model_name="publication", name="publication_organisation"),
    ]
