# 区划代码不重复，代理岗位有止日

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('is_acting', False), ('end_on__isnull', False), _connector='OR'), name='membership_acting_has_an_end', violation_error_message='代理岗位须有止日'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('region_code', ''), _negated=True), ('ended_on__isnull', True), ('kind__in', ('city', 'county', 'township', 'village'))), fields=('region_code',), name='organisation_region_code_once', violation_error_message='区划代码已用于另一个机构，请核对'),
        ),
    ]
