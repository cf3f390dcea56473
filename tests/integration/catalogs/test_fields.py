"""标准领域与年度归口。"""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from catalogs import actions, naming, selectors
from catalogs.models import Field, FieldOwner
from portal.core import clock
from portal.core.models import AuditEvent
from portal.core.rules import Denied
from portal.organisations import actions as organisations

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=clock.TZ)


@pytest.fixture
def departments(db):
    add = {"by": None, "at": AT}
    city = organisations.add_organisation(
        parent=None, name="云川市人民政府", short_name="云川市", kind="city", code="YC", **add
    )
    return [
        organisations.add_organisation(
            parent=city, name=name, short_name=name, kind="department", code=code, **add
        )
        for code, name in (("NY", "市农业农村局"), ("XC", "市乡村振兴局"))
    ]


def test_the_product_brings_the_twenty_six_fields_and_one_for_villages(db):
    *fields, village = actions.load_fields(by=None, at=AT)
    assert [field.code for field in fields] == [f"{number:02d}" for number in range(1, 27)]
    assert list(Field.objects.pilot()) == fields and (village.name, village.is_village) == ("村务公开", True)
    assert all(row["city_department"] for row in actions.standard_fields())
    assert Field.objects.get(code="15").names == ("扶贫", "乡村振兴", "衔接资金")


def test_loading_again_mends_names_and_adds_nothing(db):
    actions.load_fields(by=None, at=AT)
    Field.objects.filter(code="16").update(name="旧名")
    actions.load_fields(by=None, at=AT)
    assert Field.objects.pilot().count() == 26 and Field.objects.get(code="16").name == "涉农补贴"
    assert AuditEvent.objects.filter(event="catalogs.fields.loaded").count() == 2


def test_owners_change_from_year_to_year(departments):
    field = actions.load_fields(by=None, at=AT)[14]
    for year, department in ((2025, departments[1]), (2026, departments[0])):
        actions.set_owner(field=field, year=year, department=department, by=None, at=AT)
    assert list(selectors.fields_of(departments[0], year=2026)) == [field]
    assert list(selectors.fields_of(departments[0], year=2025)) == []
    assert [owner.department for owner in selectors.owners(year=2025)] == [departments[1]]


def test_a_field_has_one_owner_a_year(departments):
    field = actions.load_fields(by=None, at=AT)[0]
    for department in departments:
        actions.set_owner(field=field, year=2026, department=department, by=None, at=AT)
    assert FieldOwner.objects.get().department == departments[1]
    with pytest.raises(IntegrityError), transaction.atomic():
        FieldOwner.objects.create(field=field, year=2026, department=departments[0])


def test_the_clerk_renames_a_field_and_the_old_name_is_still_known(city, client):
    client.force_login(city.clerk)
    answer = client.post("/desk/catalogs/fields/15/rename/", {"year": 2026, "name": "乡村振兴与衔接"})
    assert answer.status_code == 302
    assert "乡村振兴与衔接" in client.get("/desk/catalogs/fields/").content.decode()
    names = naming.field_names()
    assert (names["乡村振兴与衔接"], names["扶贫"]) == ("15", "15")


def test_a_name_means_one_field_only(city):
    with pytest.raises(Denied, match="已经是“涉农补贴”领域"):
        actions.rename_field(field=city.fields["15"], year=2026, name="涉农补贴", by=city.clerk, at=AT)


def test_only_the_city_clerk_keeps_the_fields(city, client):
    client.force_login(city.officer)
    assert client.get("/desk/catalogs/fields/").status_code == 200
    assert "保存名称" not in client.get("/desk/catalogs/fields/15/").content.decode()
    assert client.post("/desk/catalogs/fields/15/rename/", {"year": 2026, "name": "新名"}).status_code == 403
    with pytest.raises(Denied):
        actions.rename_field(field=city.fields["15"], year=2026, name="新名", by=city.officer, at=AT)
