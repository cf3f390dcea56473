"""后台核验：排任务、限速、并行、robots、中断后重来。"""

import datetime as dt
import time

import pytest
from django.utils import timezone

from portal.core import clock, jobs, links
from portal.core.jobs import registry, running, sweep
from portal.core.links import fetching, planning, rounds
from portal.core.models import Job, Link, LinkCheck
from portal.core.models.links import LinkState

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def today():
    return clock.local_date(timezone.now())


def _run_everything():
    while running.run_due():
        pass


def test_the_daily_plan_checks_every_new_link(site, at):
    pages = [site.put_article(f"/{number}", extra=str(number)) for number in range(3)]
    links.register_many([*pages, site.url("/missing")])
    plan = next(plan for plan in registry.DAILIES if plan.kind == "core.queue_link_checks")
    sweep.schedule(
        at=clock.day_start(clock.local_date(timezone.now())) + dt.timedelta(hours=plan.at.hour + 1)
    )
    Job.objects.exclude(kind=plan.kind).delete()
    Job.objects.update(run_after=timezone.now())
    _run_everything()
    assert list(Link.objects.values_list("state", flat=True)) == ["alive"] * 3 + ["dead"]
    work = Job.objects.get(kind="core.check_links")
    assert (work.state, work.result, work.done) == ("done", {"checked": 4, "skipped": 0}, 4)
    assert (work.lane, work.title) == ("default", "核验 4 个链接")


def test_queueing_twice_makes_one_job(site, today):
    links.register(site.put_article("/a"))
    assert links.queue_due(on=today) == links.queue_due(on=today)
    assert Job.objects.count() == 1


def test_what_was_checked_is_left_alone_for_a_week(site, today):
    link = links.register(site.put_article("/a"))
    links.check(link, at=timezone.now())
    assert not planning.due(on=today).exists()
    assert not planning.due(on=today + 6 * DAY).exists()
    assert planning.due(on=today + 7 * DAY).get() == link


def test_what_did_not_answer_is_tried_again_the_next_day(site, today):
    link = links.register(site.put("/a", status=500))
    links.check(link, at=timezone.now())
    assert not planning.due(on=today).exists()
    assert planning.due(on=today + DAY).get() == link


def test_a_site_is_visited_no_faster_than_allowed(site, today, settings):
    settings.LINK_CHECK_INTERVAL = 0.2
    links.register_many([site.put_article(f"/{number}") for number in range(4)])
    links.queue_due(on=today)
    _run_everything()
    times = [request.at for request in site.requests]
    assert site.paths == ["/robots.txt", "/0", "/1", "/2", "/3"]
    # 量首尾：头一次连接要解析、握手，到得晚些，四个间隔里让出一个。
    assert times[-1] - times[0] > 3 * settings.LINK_CHECK_INTERVAL


def test_turns_are_shared_by_everyone(settings):
    settings.LINK_CHECK_INTERVAL = 60
    turns = [rounds.take_turn("a.cn") for _ in range(3)]
    assert [later - earlier for earlier, later in zip(turns, turns[1:], strict=False)] == [
        dt.timedelta(seconds=60)
    ] * 2
    assert rounds.take_turn("b.cn") < turns[1]


def test_two_sites_are_visited_together_and_a_third_waits(site, today, settings):
    """三个主机名都指向本机；每页慢 0.3 秒，同时在开的不超过两个。"""
    settings.LINK_CHECK_ALLOW_PRIVATE = ["127.0.0.0/8"]
    now, most = [], []

    def slow(handler):
        now.append(1)
        most.append(len(now))
        time.sleep(0.3)
        now.pop()
        handler.reply(200, {}, b"ok")

    site.behave("/slow", slow)
    links.register_many([site.url("/slow", host=host) for host in ("127.0.0.1", "localhost")])
    third = links.register(site.url("/slow", host="127.1"))
    links.queue_due(on=today)
    _run_everything()
    third.refresh_from_db()
    assert max(most) == 2
    assert third.state == LinkState.ALIVE


def test_robots_are_honoured_and_read_once(site, today):
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/\n", Content_Type="text/plain")
    kept = links.register(site.put_article("/private/a"))
    links.register_many([site.put_article("/b"), site.put_article("/c")])
    links.queue_due(on=today)
    _run_everything()
    kept.refresh_from_db()
    assert sorted(site.paths) == ["/b", "/c", "/robots.txt"]
    assert kept.state == LinkState.UNREACHABLE
    assert "robots.txt" in kept.note


def test_a_page_shown_instead_of_robots_is_no_rule(site, today):
    site.put("/robots.txt", "User-agent: *\nDisallow: /\n")
    link = links.register(site.put_article("/a"))
    links.queue_due(on=today)
    _run_everything()
    link.refresh_from_db()
    assert link.state == LinkState.ALIVE


def test_a_site_that_is_down_is_left_alone_after_three_tries(site, today, settings):
    settings.LINK_CHECK_ALLOW_PRIVATE = []
    links.register_many([site.url(f"/{number}") for number in range(5)])
    links.queue_due(on=today)
    _run_everything()
    assert Job.objects.get().result == {"checked": 3, "skipped": 2}
    assert LinkCheck.objects.count() == 3
    assert Link.objects.filter(state=LinkState.UNCHECKED).count() == 2


def test_an_interrupted_job_does_not_visit_a_page_twice(site, today):
    rows = links.register_many([site.put_article(f"/{number}") for number in range(2)])
    (work,) = links.queue_due(on=today)
    links.check(rows[0], at=timezone.now())
    jobs.run(work.pk)
    assert site.paths.count("/0") == 1
    assert site.paths.count("/1") == 1


def test_a_job_out_of_time_leaves_the_rest_for_the_next_day(site, today, monkeypatch):
    monkeypatch.setattr(rounds, "BUDGET_SECONDS", 0)
    links.register(site.put_article("/a"))
    links.queue_due(on=today)
    _run_everything()
    assert Job.objects.get().result == {"checked": 0, "skipped": 1}
    assert planning.due(on=today + DAY).count() == 1


def test_a_page_we_cannot_understand_does_not_hold_up_the_others(site, today):
    """`fetch` 出了没料到的错：这一页记为核验失败，其余照旧。"""
    odd, good = links.register_many([site.url("/odd"), site.put_article("/good")])

    def fetch(url, **options):
        if url == odd.url:
            raise RuntimeError("boom")
        return fetching.fetch(url, **options)

    (work,) = links.queue_due(on=today)
    row = running.claim(work.pk, at=timezone.now())
    assert rounds.Round(running.Running(row), fetch=fetch).run([odd, good])["checked"] == 2
    assert (odd.state, good.state) == ("unreachable", "alive")


def test_a_big_site_is_spread_over_time_and_small_sites_share_a_job():
    rows = [("big", number) for number in range(120)] + [(f"small{n}", 1000 + n) for n in range(30)]
    waves = planning.waves(rows)
    assert [[len(batch) for batch in wave] for wave in waves] == [[80], [50], [20]]
    assert sorted(pk for wave in waves for batch in wave for pk in batch) == sorted(pk for _, pk in rows)


def test_a_batch_never_exceeds_its_size_and_keeps_a_site_together():
    rows = [(f"h{number % 7}", number) for number in range(7 * 40)]
    (wave,) = planning.waves(rows)
    assert [len(batch) for batch in wave] == [80, 80, 80, 40]
    homes = [{pk % 7 for pk in batch} for batch in wave]
    assert sum(map(len, homes)) == 7
