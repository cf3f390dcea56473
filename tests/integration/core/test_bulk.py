"""成批写入：无论凑不凑得满一条语句，一行不多，一行不少，值照原样。"""

import pytest
from django.contrib.contenttypes.models import ContentType

from portal.core import bulk

FIELDS = ("app_label", "model")
FULL = bulk.PARAMETERS // len(FIELDS)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, FULL - 1, FULL, FULL + 1, 2 * FULL + 3])
def test_every_row_arrives_once_and_unchanged(count):
    rows = [("bulk", f"村'\"%s\\\n{number:05d}") for number in range(count)]
    bulk.load(ContentType, FIELDS, iter(rows))
    assert list(ContentType.objects.filter(app_label="bulk").order_by("model").values_list(*FIELDS)) == rows
