"""人员表：账号与任职一起建立；一次性密码只交一次；同一份再导不变；抵触的任期都指出来。"""

import base64
import datetime as dt
import io
import re
import stat

import openpyxl  # noqa: TID251 像收到表的人那样打开
import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse

from portal.core import imports
from portal.core.models import AuditEvent, ImportBatch
from portal.core.rules import Denied
from portal.core.sheets import kinds
from portal.organisations import actions
from portal.organisations.models import Membership

HEAD = "用户名,姓名,手机,机构编码,角色,岗位,任职起,任职止\n"
NEW = "yd-officer,丁填报,13812345678,YD,县区填报人,县公开办科员,2026-01-01,\n"
User = get_user_model()


def stage(town, body, *, head=HEAD, scope=None, name="人员.csv", by=None):
    data = (head + body).encode() if isinstance(body, str) else body
    return imports.stage(
        kind="users", data=data, name=name, campaign=None, scope=scope or {}, by=by or town.admin, at=town.at
    )


def load(town, body, **options):
    """没有错误就确认；返回（校验结果，导入结果）。"""
    batch = stage(town, body, **options)
    outcome = None
    if batch.state == ImportBatch.State.STAGED:
        outcome = imports.confirm(batch, by=town.admin, at=town.at)
    return imports.plan_of(batch), outcome


def issued(data):
    """结果工作簿里的 {用户名: 一次性密码}。"""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return {row[0]: row[2] for row in sheet.iter_rows(min_row=3, values_only=True) if row[2]}


def test_accounts_and_posts_are_made_and_the_passwords_work(town):
    body = NEW + "yd-officer,丁填报,13812345678,YD-T1,乡镇经办,,2026-02-01,2026-12-31\nidle,戊候任,,,,,,\n"
    plan, outcome = load(town, body)
    assert (plan.problems, plan.rows, plan.new) == ([], 3, 3)
    officer = User.objects.get(username="yd-officer")
    posts = {(m.organisation.code, m.role, m.end_on) for m in officer.memberships.all()}
    assert posts == {
        ("YD", "county_officer", None),
        ("YD-T1", "township_officer", dt.date(2026, 12, 31)),
    }
    passwords = issued(outcome.handout.data)
    assert set(passwords) == {"yd-officer", "idle"}
    assert officer.check_password(passwords["yd-officer"]) and officer.must_change_password


def test_passwords_and_phones_appear_in_no_record(town, caplog):
    _, outcome = load(town, NEW)
    (password,) = issued(outcome.handout.data).values()
    batch = ImportBatch.objects.get()
    kept = [str(list(AuditEvent.objects.values())), str(batch.plan), caplog.text, repr(outcome)]
    assert not any(password in text for text in kept)
    assert "13812345678" not in kept[0]


def test_the_same_file_twice_changes_nothing_and_issues_nothing(town):
    load(town, NEW)
    plan, outcome = load(town, NEW)
    assert (plan.new, plan.changed, plan.same) == (0, 0, 1)
    assert outcome.handout is None and Membership.objects.count() == 4


def test_the_exported_workbook_imported_again_changes_nothing(town):
    load(town, NEW)
    User.objects.create_user("idle", name="戊候任")
    data = kinds.get_exporter("users").workbook(by=town.admin, at=town.at)
    plan, outcome = load(town, data, name="人员.xlsx")
    assert (plan.problems, plan.new, plan.changed, plan.same, plan.gone) == ([], 0, 0, 5, 0)
    assert outcome.handout is None


def test_name_phone_post_and_end_are_corrected(town):
    load(town, NEW)
    changed = "YD-Officer,丁改名,13900000000,yd,县区填报人,县公开办主任,2026-01-01,2026-06-30\n"
    plan, _ = load(town, changed)
    assert (plan.problems, plan.changed, plan.new, plan.gone) == ([], 1, 0, 3)
    officer = User.objects.get(username="yd-officer")
    post = officer.memberships.get()
    assert (officer.name, officer.phone) == ("丁改名", "13900000000")
    assert (post.post, post.end_on) == ("县公开办主任", dt.date(2026, 6, 30))


def test_columns_left_out_are_left_alone(town):
    load(town, NEW)
    head = "用户名,姓名,机构编码,角色,任职起\n"
    plan, _ = load(town, "yd-officer,丁填报,YD,县区填报人,2026-01-01\n", head=head)
    assert (plan.problems, plan.same) == ([], 1)
    assert User.objects.get(username="yd-officer").phone == "13812345678"


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        ("丁 填,丁填报,,,,,,", "A2", ""),
        ("ding,丁填报,138-abc,,,,,", "C2", "电话只能由数字"),
        ("ding,丁填报,,ZZ,县区填报人,,2026-01-01,", "D2", "没有编码为“ZZ”的机构"),
        ("ding,丁填报,,YD,市直部门评分人,,2026-01-01,", "E2", "不能设在县区"),
        ("ding,丁填报,,YD,县长,,2026-01-01,", "E2", "不在可选项中"),
        ("ding,丁填报,,YD,县区填报人,,,", "G2", "没有填写任职起"),
        ("ding,丁填报,,YD,县区填报人,,2026-13-01,", "G2", "不是存在的日期"),
        ("ding,丁填报,,YD,县区填报人,,2026-06-01,2026-05-31", "H2", "早于任职起"),
        ("ding,,,,,,,", "B2", "没有填写"),
        ("clerk,丙经办,,YC,系统管理员,,2026-03-01,", "E2", "此人同期还任云川市市政务公开办经办"),
        ("clerk,丙经办,,YC,市政务公开办经办,,2026-03-01,", "G2", "任职起应填 2026-01-01"),
        ("admin,甲管理,,YC,系统管理员,,2026-01-01,2026-06-30", "H2", "没有系统管理员"),
        ("gone,己停用,,,,,,", "A2", "账号已停用"),
    ],
)
def test_each_mistake_is_named_at_its_cell(town, row, cell, words):
    User.objects.create_user("gone", name="己停用", is_active=False)
    if row.startswith("丁 填"):
        row = row.replace("丁 填", "丁/填")
    plan, _ = load(town, row + "\n")
    (problem,) = plan.problems
    assert problem.cell == cell and problem.hint
    assert words in f"{problem.message}{problem.hint}"
    assert User.objects.count() == 4


def test_rows_of_one_person_must_agree(town):
    plan, _ = load(town, NEW + NEW + NEW.replace("丁填报", "丁天报").replace("01-01", "02-01"))
    assert [(problem.cell, problem.message[:12]) for problem in plan.problems] == [
        ("A3", "同一人的同一段任职写了两"),
        ("B4", "与第 2 行同一用户名的"),
    ]


def test_a_handover_in_one_file_is_possible(town):
    body = (
        "admin,甲管理,,YC,系统管理员,,2026-01-01,2026-03-31\n"
        "admin,甲管理,,YC,市政务公开办经办,,2026-04-01,\n"
        "admin2,庚管理,,YC,系统管理员,,2026-03-01,\n"
    )
    plan, outcome = load(town, body)
    assert (plan.problems, plan.new, plan.changed) == ([], 2, 1)
    assert set(issued(outcome.handout.data)) == {"admin2"}


def test_a_successor_who_starts_later_does_not_save_the_last_administrator(town):
    body = "admin,甲管理,,YC,系统管理员,,2026-01-01,2026-03-31\nadmin2,庚管理,,YC,系统管理员,,2026-05-01,\n"
    batch = stage(town, body)
    with pytest.raises(Denied, match="没有系统管理员"):
        imports.confirm(batch, by=town.admin, at=town.at)
    assert not User.objects.filter(username="admin2").exists()


def test_posts_left_out_are_reported_and_kept(town):
    plan, _ = load(town, NEW)
    assert plan.gone == 3 and Membership.objects.count() == 4


def test_a_scope_keeps_others_out(town):
    plan, _ = load(
        town, NEW.replace("YD", "YC", 1).replace("县区填报人", "市政务公开办经办"), scope={"code": "YD"}
    )
    assert [problem.cell for problem in plan.problems] == ["D2"]


def test_auditors_export_masked_phones_and_others_nothing(town):
    load(town, NEW)
    exporter = kinds.get_exporter("users")
    phones = {
        who: {row["phone"] for row in exporter.rows(by=town.people[who])} for who in ("admin", "auditor")
    }
    assert phones == {"admin": {"", "13812345678"}, "auditor": {"", "138****5678"}}
    with pytest.raises(Denied):
        exporter.rows(by=town.clerk)


def test_the_first_administrator_comes_from_a_superuser(town):
    root = User.objects.create_superuser("root", name="超级用户")
    with pytest.raises(Denied, match="只有系统管理员"):
        stage(town, NEW, by=root)
    Membership.objects.filter(role="administrator").update(is_granted=False)
    batch = stage(town, "admin2,庚管理,,YC,系统管理员,,2026-03-01,\n", by=root)
    outcome = imports.confirm(batch, by=root, at=town.at)
    assert set(issued(outcome.handout.data)) == {"admin2"}


def test_the_page_gives_the_passwords_once(town, sign_in):
    batch = stage(town, NEW)
    client = sign_in(town.admin)
    url = reverse("core:import-confirm", args=[batch.pk])
    page = client.post(url).content.decode()
    (data,) = re.findall(r"base64,([\w+/=]+)", page)
    assert set(issued(base64.b64decode(data))) == {"yd-officer"}
    assert client.post(url).status_code == 403
    assert "base64" not in client.get(batch.get_absolute_url()).content.decode()


def test_the_command_writes_the_passwords_to_a_private_file(town, tmp_path, settings, capsys):
    settings.VAR_DIR = tmp_path
    source, target = tmp_path / "人员.csv", tmp_path / "密码.xlsx"
    source.write_text(HEAD + NEW, encoding="utf-8")
    call_command("import_workbook", "users", source, "--by=admin", "--json", f"--handout={target}")
    said = capsys.readouterr()
    assert '"new": 1' in said.out and str(target) in said.err
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert set(issued(target.read_bytes())) == {"yd-officer"}


def test_an_existing_file_is_not_overwritten_with_passwords(town, tmp_path, settings, capsys):
    settings.VAR_DIR = tmp_path
    source, target = tmp_path / "人员.csv", tmp_path / "密码.xlsx"
    source.write_text(HEAD + NEW, encoding="utf-8")
    target.write_text("上一份")
    call_command("import_workbook", "users", source, "--by=admin", f"--handout={target}")
    (other,) = tmp_path.glob("handout-*.xlsx")
    assert target.read_text() == "上一份" and set(issued(other.read_bytes())) == {"yd-officer"}
    assert str(other) in capsys.readouterr().err


def test_the_organisation_of_a_row_must_stand(town):
    actions.end_organisation(organisation=town.village, on=town.on, successor=None, by=None, at=town.at)
    plan, _ = load(town, "cun,辛文书,,YD-T1-V1,村级经办,,2026-03-02,\n")
    assert [(problem.cell, "撤并" in problem.message) for problem in plan.problems] == [("D2", True)]
