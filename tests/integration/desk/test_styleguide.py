"""界面样例：每个部件都画得出来，只给管理人员看；状态词都有色调。"""

import datetime as dt
from types import SimpleNamespace as Sample

import pytest
from django.apps import apps
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from portal.accounts import actions
from portal.core.templatetags import phasebar, words
from portal.desk import styleguide


def render(source: str, query: str = "", **context) -> str:
    return Template("{% load ui %}" + source).render(
        Context(context | {"request": RequestFactory().get(f"/{query}")})
    )


@pytest.fixture
def clerk(db):
    at = timezone.now()
    user, _ = actions.create_user(username="clerk", name="陈晓梅", phone="13812345678", by=None, at=at)
    return actions.change_password(user=user, password="Bamboo-River-29", by=user, at=at)


def test_every_component_is_drawn(clerk, rf):
    clerk.is_staff = True
    request = rf.get("/styleguide/")
    request.user, request._messages = clerk, []
    page = styleguide.styleguide(request).content.decode()
    ids = (
        "buttons",
        "statuses",
        "notices",
        "phases",
        "lists",
        "detail",
        "files",
        "moves",
        "forms",
        "errors",
        "imports",
        "jobs",
        "grid",
    )
    assert [name for name in ids if f'id="{name}"' not in page] == []


def test_only_staff_see_it(clerk, client):
    client.force_login(clerk)
    assert client.get(reverse("styleguide")).status_code in (302, 404)


def test_every_status_word_has_a_tone():
    fields = [
        f for model in apps.get_models() for f in model._meta.get_fields() if f.name in ("status", "state")
    ]
    labels = {str(label) for f in fields if getattr(f, "choices", None) for _, label in f.choices}
    assert labels - set(words.TONES) == set()


def test_a_refused_move_shows_its_reason():
    page = render('{% moves offers "tasks:filing-move" 1 %}', offers=styleguide._offers())
    assert "只有本单位的填报人可以撤回" in page


def test_a_dangerous_move_asks_first_with_cancel_focused():
    page = render('{% moves offers "tasks:filing-move" 1 %}', offers=styleguide._offers())
    dialog = page.split('<dialog id="confirm-1-accept"')[1].split("</dialog>")[0]
    assert "方案将立即公开" in dialog and "autofocus>取消" in dialog


def test_two_sets_of_moves_on_one_page_do_not_share_names():
    offers = styleguide._offers()
    page = render('{% moves o "tasks:filing-move" 1 %}{% moves o "tasks:filing-move" 2 %}', o=offers)
    assert page.count('id="confirm-1-return"') == page.count('id="confirm-2-return"') == 1


def test_errors_are_counted_linked_and_tied_to_their_fields():
    form = styleguide.wrong_form()
    page = render("{% error_summary form %}{% field form.title %}", form=form)
    assert (
        "提交有7处需要修改" in page
        and 'href="#id_title"' in page
        and 'aria-describedby="id_title_helptext id_title_error"' in page
    )


def test_the_error_of_one_field_is_the_target_of_its_description():
    page = render("{% field form.title %}", form=styleguide.wrong_form())
    assert 'id="id_title_error"' in page and 'aria-invalid="true"' in page


def test_pager_keeps_the_filters():
    page = render("{% pager page %}", "?county=3&page=1", page=styleguide.context()["page"])
    assert "共128条" in page and "county=3&amp;page=3" in page


def test_sorting_twice_reverses():
    assert 'href="?sort=-score"' in render('{% th "score" "得分" %}', "?sort=score&page=4")


@pytest.mark.parametrize(("value", "shown"), [(None, "—"), ("", "—"), (0, "0")])
def test_empty_is_a_dash_and_zero_is_zero(value, shown):
    assert render("{{ value|dash }}", value=value) == shown


@pytest.mark.parametrize(("days", "shown"), [(-3, "超期3天"), (0, "今天截止"), (3, "剩余3天")])
def test_countdown_says_how_long(days, shown):
    today = dt.date(2026, 8, 17)
    assert shown in render("{% countdown due today %}", due=today + dt.timedelta(days=days), today=today)


def test_phases_fill_the_axis_without_gaps():
    bar = phasebar.lay_out(styleguide._campaign()["phases"], [], styleguide.TODAY)
    ends = [round(phase.left + phase.width, 1) for phase in bar.bars]
    assert ends[:-1] == [round(phase.left, 1) for phase in bar.bars[1:]] and ends[-1] == 100


def test_no_phases_no_bar():
    assert phasebar.lay_out([], [Sample(name="备案", due_on=styleguide.TODAY)], styleguide.TODAY) is None


def test_today_outside_the_campaign_has_no_mark():
    assert phasebar.lay_out(styleguide._campaign()["phases"], [], dt.date(2027, 3, 1)).today is None
