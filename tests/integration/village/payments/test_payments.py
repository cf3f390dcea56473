"""发放清单从文件到合计：入账、复核、更正、冲销、退回；号码只有密文。"""

import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from portal.core import vault
from portal.core.models import AuditEvent, Job
from portal.core.rules import Denied
from portal.core.sheets import reading
from tests.integration.village.conftest import AT, YEAR
from tests.unit.village.lists import book, card_of, household, id_of, listed
from village import actions, comparing, identity, listing, selectors, summing
from village.models import Payment, PaymentBatch, Programme, Upload, VillageSum

NAME = "耕地地力保护补贴"


@pytest.fixture
def programme(county) -> Programme:
    return county.programme(NAME)


@pytest.fixture
def record(county, programme):
    """把几户入账，返回批次。"""

    def recorded(*rows, period="", by="officer", **how) -> PaymentBatch | None:
        data = book(*rows, **how)
        made = reading.read(data, "清单.xlsx")
        found = listing.read(made, selectors.places(programme.county), listing.Terms(period=period))
        assert found.problems == []
        source = actions.Source("清单.xlsx", made.fingerprint, period)
        batch, problems = actions.record_list(
            programme=programme, found=found, source=source, by=county.who(by), at=AT
        )
        assert problems == []
        return batch

    return recorded


def confirm(county, batch, by="head"):
    return actions.confirm_batch(batch=batch, by=county.who(by), at=AT)


def total(programme, **only) -> tuple[int, Decimal]:
    rows = VillageSum.objects.filter(programme=programme, **only)
    return sum(row.households for row in rows), sum((row.amount for row in rows), Decimal(0))


def sure(programme) -> Decimal:
    rows = VillageSum.objects.filter(programme=programme)
    return sum((row.confirmed_amount for row in rows), Decimal(0))


def test_a_list_waits_for_another_person_and_then_counts(county, programme, record):
    batch = record(household(1), household(2, 村="红旗村"))
    assert (batch.status, batch.new, batch.amount) == ("waiting", 2, Decimal("1907.00"))
    assert (total(programme), sure(programme)) == ((2, Decimal("1907.00")), 0)
    with pytest.raises(Denied, match="导入人不能复核"):
        confirm(county, batch, by="officer")
    batch = confirm(county, batch)
    assert (batch.status, sure(programme)) == ("confirmed", Decimal("1907.00"))


def test_confirming_the_last_waiting_batch_gives_what_adding_up_again_gives(county, programme, record):
    first, second = record(household(1), household(2, 村="红旗村")), record(household(3))
    confirm(county, first)
    assert (sure(programme), total(programme)[1]) == (Decimal("1907.00"), Decimal("2860.50"))
    confirm(county, second)
    fields = [field.attname for field in VillageSum._meta.fields if field.name != "id"]
    copied = list(VillageSum.objects.values_list(*fields))
    summing.refresh(programme)
    assert copied == list(VillageSum.objects.values_list(*fields)) and sure(programme) == Decimal("2860.50")


def test_the_same_list_again_records_nothing(programme, record):
    record(household(1), household(2))
    assert record(household(1), household(2)) is None
    assert programme.batches.count() == 1 and Payment.objects.count() == 2


def test_a_changed_household_is_undone_and_paid_again(county, programme, record):
    confirm(county, record(household(1), household(2)))
    batch = record(household(1, 面积=8, 金额=762.8), household(2))
    assert (batch.kind, batch.changed, batch.same, batch.amount) == ("correction", 1, 1, Decimal("-190.70"))
    assert total(programme) == (2, Decimal("1716.30")) and sure(programme) == Decimal("1907.00")
    confirm(county, batch)
    assert sure(programme) == Decimal("1716.30")
    kinds = list(batch.payments.order_by("pk").values_list("kind", "amount"))
    assert kinds == [("undone", Decimal("-953.50")), ("paid", Decimal("762.80"))]


def test_moving_a_household_to_another_village_moves_its_money(county, programme, record, db):
    confirm(county, record(household(1), household(2)))
    confirm(county, record(household(1, 村="红旗村"), household(2)))
    by_village = {row.village.short_name: row.amount for row in VillageSum.objects.select_related("village")}
    assert by_village == {"东风村": Decimal("953.50"), "红旗村": Decimal("953.50")}


def test_households_the_list_lacks_stay_and_are_told(record):
    record(household(1), household(2))
    batch = record(household(3))
    assert (batch.new, batch.gone, batch.kind) == (1, 2, "list")


def test_each_period_counts_by_itself(programme, record):
    record(household(1), period="第一季度")
    batch = record(household(1), period="第二季度")
    assert batch.new == 1 and total(programme) == (1, Decimal("1907.00"))


def test_households_of_another_period_are_not_lacking(record):
    record(household(1), household(2), period="第一季度")
    assert record(household(1), period="第二季度").gone == 0
    assert record(household(1), household(3), period="第二季度").gone == 0
    assert record(household(3, 面积=8, 金额=762.8), period="第二季度").gone == 1


def test_households_taken_back_are_not_lacking(county, record):
    first = confirm(county, record(household(1), household(2)))
    confirm(county, record(household(1, 面积=8, 金额=762.8), household(3)))
    confirm(county, record(household(3, 面积=-2, 金额=-190.7)))
    confirm(county, actions.reverse_batch(batch=first, reason="重复", by=county.who("officer"), at=AT))
    assert record(household(4)).gone == 2


def test_comparing_reads_only_the_households_of_the_list(programme, record, django_assert_num_queries):
    record(*(household(serial) for serial in range(1, 6)))
    mine = listed(household(2), household(9), places=selectors.places(programme.county))
    claimed = comparing.claims(mine.lines)
    with django_assert_num_queries(2):
        known = comparing.standing(programme, claimed)
    assert (known.count, [row.name for row in known.paid.values()]) == (5, ["王丙"])


def test_a_deduction_lowers_the_household_once(county, programme, record):
    confirm(county, record(household(1)))
    deduction = household(1, 面积=-2, 金额=-190.7)
    batch = record(deduction)
    assert (batch.kind, batch.amount) == ("correction", Decimal("-190.70"))
    assert record(deduction) is None
    assert total(programme) == (1, Decimal("762.80"))


def test_sums_of_dimes_are_exact_after_a_correction(county, programme, record):
    rows = [household(serial, 面积=1, 标准=0.1, 金额=0.1) for serial in range(1, 500)]
    confirm(county, record(*rows))
    assert total(programme) == (499, Decimal("49.90")) == (499, sure(programme))
    confirm(
        county,
        record(household(7, 面积=-0.3, 标准=0.1, 金额=-0.03), household(8, 面积=-1, 标准=0.1, 金额=-0.1)),
    )
    assert total(programme) == (498, Decimal("49.77")) == (498, sure(programme))
    assert VillageSum.objects.get().quantity == Decimal("497.7000")


def test_a_deduction_below_zero_is_refused(county, programme):
    data = book(household(1, 面积=-2, 金额=-190.7))
    found = listing.read(reading.read(data, "x.xlsx"), selectors.places(programme.county), listing.Terms())
    batch, problems = actions.record_list(
        programme=programme, found=found, source=actions.Source("x.xlsx"), by=county.who("officer"), at=AT
    )
    assert batch is None and "成了负数" in problems[0].message and not PaymentBatch.objects.exists()


def test_reversing_a_batch_takes_back_what_still_stands(county, programme, record):
    first = confirm(county, record(household(1), household(2)))
    confirm(county, record(household(1, 面积=8, 金额=762.8), household(2)))
    reversal = actions.reverse_batch(batch=first, reason="重复发放", by=county.who("officer"), at=AT)
    assert (reversal.kind, reversal.amount) == ("reversal", Decimal("-953.50"))
    confirm(county, reversal)
    assert sure(programme) == Decimal("762.80")
    with pytest.raises(Denied, match="已经冲销过"):
        actions.reverse_batch(batch=first, reason="再来", by=county.who("officer"), at=AT)
    again = record(household(2))
    assert again.new == 1 and total(programme) == (2, Decimal("1716.30"))


def test_only_a_confirmed_batch_is_reversed(county, record):
    batch = record(household(1))
    with pytest.raises(Denied, match="只有已复核"):
        actions.reverse_batch(batch=batch, reason="x", by=county.who("officer"), at=AT)


def test_a_returned_batch_leaves_no_household(county, programme, record):
    batch = actions.return_batch(batch=record(household(1)), by=county.who("head"), at=AT, reason="漏了户")
    assert batch.status == "returned" and not Payment.objects.exists()
    assert total(programme) == (0, 0)
    assert record(household(1)).new == 1


def test_a_batch_others_build_on_is_not_returned(county, record):
    first = record(household(1))
    second = record(household(1, 面积=8, 金额=762.8))
    with pytest.raises(Denied, match="请先退回它"):
        actions.return_batch(batch=first, by=county.who("head"), at=AT, reason="x")
    with pytest.raises(Denied, match="第1批还没有复核"):
        confirm(county, second)
    actions.return_batch(batch=second, by=county.who("head"), at=AT, reason="x")
    actions.return_batch(batch=first, by=county.who("head"), at=AT, reason="x")
    assert not VillageSum.objects.exists()


def test_recorded_payments_do_not_change(county, record):
    batch = confirm(county, record(household(1)))
    for write in (lambda: batch.payments.update(amount=1), lambda: batch.payments.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    assert batch.payments.get().amount == Decimal("953.50")


def test_numbers_exist_only_sealed(record):
    record(household(1))
    payment = Payment.objects.get()
    assert selectors.numbers_of(payment) == (id_of(1), card_of(1), "13800000001")
    assert payment.household == identity.household_key(id_of(1).lower())
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM village_payment")
        text = repr(cursor.fetchall())
    assert id_of(1) not in text and card_of(1) not in text and "13800000001" not in text


def test_without_keeping_numbers_only_the_hash_stays(record, settings):
    settings.KEEP_PERSONAL_NUMBERS = False
    record(household(1))
    payment = Payment.objects.get()
    assert payment.sealed is None and payment.household == identity.household_key(id_of(1))
    assert record(household(1)) is None


def test_revealing_numbers_is_for_the_officer_and_leaves_a_trace(county, record):
    record(household(1))
    payment = Payment.objects.get()
    assert actions.open_numbers(payment=payment, by=county.who("officer"), at=AT)[0] == id_of(1)
    assert AuditEvent.objects.filter(event="village.payment.revealed", object_pk=str(payment.pk)).count() == 1
    for name in ("head", "clerk", "village", "other_officer", "auditor"):
        with pytest.raises(Denied):
            actions.open_numbers(payment=payment, by=county.who(name), at=AT)


def test_only_the_officer_of_the_county_imports(county, programme):
    for name in ("head", "clerk", "village", "other_officer", "auditor"):
        with pytest.raises(Denied):
            actions.upload_list(
                programme=programme,
                data=book(household(1)),
                source=actions.Source("a.xlsx"),
                by=county.who(name),
                at=AT,
            )


# 上传


def upload(county, programme, data, name="清单.xlsx") -> Upload:
    made = actions.upload_list(
        programme=programme, data=data, source=actions.Source(name), by=county.who("officer"), at=AT
    )
    return actions.read_upload(made, at=AT)


def test_an_upload_is_read_recorded_and_its_original_forgotten(
    county, programme, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        done = upload(county, programme, book(household(1)))
        name = done.sealed
        assert id_of(1).encode() not in open_raw(name) and vault.take(name).startswith(b"PK")
        confirm(county, done.batch)
    done.refresh_from_db()
    assert done.outcome == "已读取" and done.sealed == ""
    with pytest.raises(FileNotFoundError):
        vault.take(name)


def open_raw(name: str) -> bytes:
    with default_storage.open(name) as handle:
        return handle.read()


def test_an_upload_with_faults_records_nothing_and_says_all(county, programme):
    done = upload(county, programme, book(household(1, 金额=1), household(2, 身份证号码="341221")))
    assert (done.outcome, done.found, done.batch) == ("有错误", 2, None)
    assert not Payment.objects.exists() and not PaymentBatch.objects.exists()
    assert [problem["cell"] for problem in done.problems] == ["K3", "F4"]
    assert "341221" not in json.dumps(done.problems)


def test_an_unreadable_file_is_a_fault_of_the_upload(county, programme):
    done = upload(county, programme, book(["甲", "乙"], head=["一", "二"]))
    assert done.outcome == "有错误" and "没有找到发放清单的表头" in done.problems[0]["message"]


def test_an_original_forgotten_before_it_was_read_is_a_fault_of_the_upload(
    county, programme, django_capture_on_commit_callbacks
):
    source = actions.Source("清单.xlsx")
    waiting = actions.upload_list(
        programme=programme, data=book(household(1)), source=source, by=county.who("officer"), at=AT
    )
    with django_capture_on_commit_callbacks(execute=True):
        actions.forget_originals(at=AT + dt.timedelta(days=Upload.KEPT_DAYS + 1))
    waiting.refresh_from_db()
    done = actions.read_upload(waiting, at=AT)
    assert (done.outcome, done.problems[0]["hint"]) == ("有错误", "请重新上传")


def test_reading_again_after_nothing_changed_is_not_a_fault(
    county, programme, django_capture_on_commit_callbacks
):
    upload(county, programme, book(household(1)))
    with django_capture_on_commit_callbacks(execute=True):
        same = upload(county, programme, book(household(1)))
    again = actions.read_upload(same, at=AT)
    assert (again.sealed, again.outcome, again.problems) == ("", "没有变化", [])


def test_reading_twice_records_once(county, programme):
    made = actions.upload_list(
        programme=programme,
        data=book(household(1)),
        source=actions.Source("a.xlsx"),
        by=county.who("officer"),
        at=AT,
    )
    stale = Upload.objects.get(pk=made.pk)
    actions.read_upload(made, at=AT)
    actions.read_upload(stale, at=AT)
    assert programme.batches.count() == 1


def test_no_number_or_name_reaches_jobs_audit_or_messages(county, programme):
    upload(county, programme, book(household(1)))
    for model in (Job, AuditEvent):
        text = repr(list(model.objects.values()))
        assert id_of(1) not in text and card_of(1) not in text and "王乙" not in text


def test_old_originals_are_forgotten(county, programme, django_capture_on_commit_callbacks):
    done = upload(county, programme, book(household(1, 金额=1)))
    assert actions.forget_originals(at=AT + dt.timedelta(days=6)) == 0
    assert actions.forget_originals(at=AT + dt.timedelta(days=8)) == 1
    done.refresh_from_db()
    assert done.sealed == ""


# 命令


def run(tmp_path, *rows, expect=0, **options) -> dict:
    path, out = tmp_path / "清单.xlsx", io.StringIO()
    path.write_bytes(book(*rows))
    given = {"scope": "YD", "programme": NAME, "year": YEAR, "by": "officer", "json": True} | options
    if expect:
        with pytest.raises(SystemExit) as stopped:
            call_command("import_workbook", "subsidies", path, stdout=out, **given)
        assert stopped.value.code == expect
    else:
        call_command("import_workbook", "subsidies", path, stdout=out, **given)
    return json.loads(out.getvalue())


def exported(**options) -> list[dict]:
    out = io.StringIO()
    call_command("export_workbook", "subsidy-sums", format="json", year=YEAR, stdout=out, **options)
    return json.loads(out.getvalue(), parse_float=Decimal)


def test_the_command_opens_the_programme_and_sums_come_out(county, tmp_path):
    done = run(tmp_path, household(1), household(2, 村="红旗村", 面积=3.33, 金额=317.52))
    assert (done["new"], done["errors"], done["doubts"]) == (2, [], [])
    rows = exported(scope="YD")
    assert rows[0] == {
        "county": "云东县", "township": "青石镇", "village": "东风村", "programme": NAME, "year": YEAR,
        "households": 1, "quantity": 10, "amount": Decimal("953.50"),
    }  # fmt: skip
    assert rows[1]["quantity"] == Decimal("3.33")
    assert exported(scope="YD-T2") == [] and len(exported(scope="YC")) == 2
    assert exported(scope="云东县") == rows
    assert run(tmp_path, household(1), scope="云东县")["same"] == 1
    assert run(tmp_path, household(1), household(2, 村="红旗村", 面积=3.33, 金额=317.52))["same"] == 2


def test_a_name_that_is_almost_a_registered_one_is_asked_about(county, programme, tmp_path):
    done = run(tmp_path, household(1), programme=f"{NAME[:-2]}补助", dry_run=True)
    assert done["errors"] == [] and f"您是否指“{NAME}”？" in done["doubts"][0]["hint"]


def test_the_command_lists_every_fault_and_writes_nothing(county, tmp_path):
    done = run(tmp_path, household(1, 金额=1), household(2, 村="无"), expect=1)
    assert [fault["cell"] for fault in done["errors"]] == ["K3", "C4"]
    assert not Programme.objects.exists() and not Payment.objects.exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"scope": "XX"}, "没有编码"),
        ({"scope": "YC"}, "不是县区"),
        ({"year": None}, "--year"),
        ({"programme": ""}, "--programme"),
        ({"by": "other_officer"}, "只有云东县的填报人"),
    ],
)
def test_the_command_says_what_is_missing(county, tmp_path, options, words):
    assert words in run(tmp_path, household(1), expect=1, **options)["errors"][0]["message"]


def test_sums_follow_who_asks(county, tmp_path):
    run(tmp_path, household(1), household(2, 村="红旗村"))
    assert len(exported(scope="YC", by="clerk")) == 2
    assert [row["village"] for row in exported(scope="YC", by="village")] == ["东风村"]
    assert exported(scope="YC", by="other_officer") == []
