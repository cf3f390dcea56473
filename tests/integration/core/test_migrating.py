"""一次建立许多张表：建得出，互相引用，也撤得掉。"""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from portal.core.migrating import CreateModels

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = {"core_shelf", "core_book"}
KEY = ("id", models.BigAutoField(primary_key=True))


def operation() -> CreateModels:
    shelf = migrations.CreateModel("Shelf", [KEY, ("code", models.CharField(max_length=4, unique=True))])
    of = models.ForeignKey("core.Shelf", models.PROTECT)
    once = models.UniqueConstraint(fields=["shelf", "title"], name="core_book_once")
    fields = [KEY, ("title", models.CharField(max_length=9)), ("shelf", of)]
    return CreateModels([shelf, migrations.CreateModel("Book", fields, options={"constraints": [once]})])


def tables() -> set[str]:
    return NAMES & set(connection.introspection.table_names())


def test_it_makes_all_tables_and_takes_them_back():
    before, after = ProjectState(), ProjectState()
    before.apps, after.apps  # noqa: B018 先画好：要试的正是画好之后
    made = operation()
    made.state_forwards("core", after)
    with connection.schema_editor() as editor:
        made.database_forwards("core", editor, before, after)
    assert tables() == NAMES
    book, shelf = after.apps.get_model("core", "Book"), after.apps.get_model("core", "Shelf")
    book.objects.create(title="目录", shelf=shelf.objects.create(code="A"))
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "core_book")
    assert found["core_book_once"]["unique"]
    with connection.schema_editor() as editor:
        made.database_backwards("core", editor, after, before)
    assert tables() == set()
