"""补贴项目的填写页：别人先改了的两边并排，重名的说在名称那一栏，输入都还在。"""

import pytest
from django.forms.models import model_to_dict
from django.urls import reverse

from portal.core import audit
from portal.core.templatetags import ui
from tests.integration.village.conftest import YEAR, acre
from village.forms import FACTS, ProgrammeForm
from village.models import Programme


@pytest.fixture
def officer(county, browse):
    return browse(county.who("officer"))


def typed(programme: Programme, **changes) -> dict:
    """照页面上的样子填好的一份。"""
    form = ProgrammeForm(instance=programme)
    values = {name: form[name].value() for name in (*FACTS, "version")}
    return {name: value for name, value in (values | changes).items() if value not in (None, False)}


def test_a_colleagues_change_stands_beside_mine(county, officer):
    programme = county.programme(rate="95.3500")
    programme.refresh_from_db()
    edit = reverse("village:programme-edit", args=[programme.pk])
    opened = typed(programme)
    assert opened["rate"] == "95.35"
    assert officer.post(edit, opened | {"hotline": "12345", "is_sensitive": "on"}).status_code == 302
    late = officer.post(edit, opened | {"hotline": "0558-1111111", "rate": "96.00"})
    sides = {
        row["field"].html_name: (row["mine"]["text"], row["theirs"]["text"])
        for row in ui.conflict(late.context["rows"])["rows"]
        if row["differs"]
    }
    assert late.status_code == 409 and "采用对方" in late.text
    assert sides == {
        "hotline": ("0558-1111111", "12345"), "rate": ("96.00", "95.35"), "is_sensitive": ("否", "是"),
    }  # fmt: skip
    programme.refresh_from_db()
    assert (programme.hotline, programme.version) == ("12345", 2)
    again = typed(programme, hotline="0558-1111111", rate="96.00")
    assert officer.post(edit, again | {"version": late.context["form"]["version"].value()}).status_code == 302
    programme.refresh_from_db()
    assert (programme.hotline, str(programme.rate), programme.version) == ("0558-1111111", "96.0000", 3)
    *_, event = audit.history(programme).filter(event="village.programme.changed").order_by("pk")
    assert set(event.detail["fields"]) == {"hotline", "rate"}


@pytest.mark.parametrize("which", ["add", "edit"])
def test_a_name_already_taken_is_said_at_the_name(county, officer, which):
    county.programme("公益林补偿")
    programme = county.programme()
    url = reverse("village:programme-add")
    if which == "edit":
        url = reverse("village:programme-edit", args=[programme.pk])
    refused = officer.post(url, typed(programme, name="公益林补偿", year=YEAR, basis="新的依据"))
    assert refused.status_code == 422
    assert refused.context["form"].errors["name"] == [f"云东县 {YEAR} 年已有“公益林补偿”，请换一个名称。"]
    assert refused.context["form"]["basis"].value() == "新的依据"
    assert model_to_dict(programme) == model_to_dict(Programme.objects.get(pk=programme.pk))


def test_who_may_not_see_the_batches_is_told_so(county, browse):
    programme = county.programme()
    assert "还没有发放批次" in browse(county.who("clerk")).get(programme.get_absolute_url()).text
    county.pay(programme, "YD-T1-V1", [acre("1", "王建国", "3.5")])
    city = browse(county.who("clerk")).get(programme.get_absolute_url()).text
    assert "共 1 批" in city and "还没有发放批次" not in city and "第1批" not in city
    assert "第1批" in browse(county.who("officer")).get(programme.get_absolute_url()).text
