"""期望表自身：一条网址不漏，一个动作不漏；审计员只看不办，系统管理员不办业务。"""

from assessments.workflow import ISSUE, REPORT, ROUND, SCHEME
from catalogs.workflow import EDITION, SECTION
from portal.notifications.workflow import BULLETIN
from portal.publications.workflow import OVERRIDE, PUBLICATION
from tasks.registers.annual.workflow import ANNUAL
from tasks.registers.cases.workflow import CASE
from tasks.registers.mechanisms.workflow import MECHANISM
from tasks.registers.organising.workflow import MEETING
from tasks.registers.requests.workflow import REQUEST
from tasks.workflow import ASSIGNMENT, CAMPAIGN, EXTENSION, FILING, QUESTION, SUPERVISION
from tests.integration.access.table import ROWS
from tests.integration.access.table.words import ADMIN, AUDITOR, BUSINESS, NOBODY, SUPERUSER
from tests.integration.access.walk import routes
from village.workflow import BATCH, MATERIAL, OBJECTION, POSTING, RELEASE

# 按动作名办理的网址，各走哪台状态机。
MOVES = {
    "tasks:case-move": CASE,
    "tasks:mechanism-move": MECHANISM,
    "tasks:meeting-move": MEETING,
    "tasks:campaign-move": CAMPAIGN,
    "tasks:filing-move": FILING,
    "tasks:extension-move": EXTENSION,
    "tasks:assignment-move": ASSIGNMENT,
    "tasks:supervision-move": SUPERVISION,
    "notifications:bulletin-move": BULLETIN,
    "tasks:request-move": REQUEST,
    "tasks:question-move": QUESTION,
    "tasks:annual-move": ANNUAL,
    "publications:move": PUBLICATION,
    "publications:override-move": OVERRIDE,
    "assessments:scheme-move": SCHEME,
    "assessments:round-move": ROUND,
    "assessments:issue-move": ISSUE,
    "assessments:report-move": REPORT,
    "catalogs:edition-move": EDITION,
    "catalogs:section-move": SECTION,
    "village:batch-move": BATCH,
    "village:release-move": RELEASE,
    "village:posting-move": POSTING,
    "village:objection-answer": OBJECTION,
    "village:material-move": MATERIAL,
}
# 反馈与复核、登记张贴各有自己的表单，网址另有：issue-answer、issue-recheck、posting-register。
BY_FORM = {("assessments:issue-move", name) for name in ("answer", "close", "return")}
BY_FORM |= {("village:posting-move", "post")}
# 被替代随新的一份施行而来，没有自己的网址。
BY_FORM |= {("tasks:mechanism-move", "replace")}
# 召开与纪要各有自己的表单：meeting-hold、meeting-minutes。
BY_FORM |= {("tasks:meeting-move", name) for name in ("hold", "minute")}
BY_FORM |= {("tasks:question-move", name) for name in ("transfer", "answer")}
# 业务角色看得到、审计员却不看的：各人办到一半的工作副本，不是工作本身；含户主姓名的，审计员看留痕而不看户。
HALF_DONE = {
    "notifications:bulletin @bulletin_draft",
    "tasks:filing-check @filing",
    "tasks:annual-table @annual 3",
    "assessments:answers-workbook @county",
    "catalogs:catalog WS-T1",
    "village:households @programme WS-T1-V1",
    "village:households @programme WS-T3-V1",
    "village:upload @upload_refused",
    "village:upload-annotated @upload_refused",
    "village:batch-rows @payment_batch",
    "village:notice-pack @programme_printed WS-T1 A3",
    "village:notice @notice",
}
# 系统管理员的本分：机构、账号、岗位，以及它们的工作簿；各机构的群机器人与外发。
ADMINISTRATION = ("organisations:", "core:import", "notifications:", "desk:hand-over", "desk:post-acting")


def acting(role: frozenset) -> list:
    """该角色办得成、又不是自己的事的各行。"""
    return [row for row in ROWS if row.post and row.post & role and not row.is_personal]


def test_every_route_has_a_row_and_every_row_a_route():
    known, rows = {route.name for route in routes()}, {row.name for row in ROWS}
    missing, stale = sorted(known - rows), sorted(rows - known)
    assert not missing, f"这些网址还没有写期望，请在 tests/integration/access/table/ 里补一行：{missing}"
    assert not stale, f"这些行已没有对应的网址，请删去：{stale}"


def test_every_move_of_every_workflow_has_a_row():
    rows = {(row.name, row.args[1]) for row in ROWS if row.name in MOVES}
    wanted = {(name, move.name) for name, workflow in MOVES.items() for move in workflow.moves} - BY_FORM
    assert rows == wanted


def test_every_address_that_names_a_move_is_known():
    assert {route.name for route in routes() if "<slug:move>" in route.path} == set(MOVES)


def test_the_auditor_acts_nowhere():
    assert acting(AUDITOR) == []


def test_the_auditor_reads_whatever_anybody_at_work_reads():
    unread = [
        str(row)
        for row in ROWS
        if row.post is None and row.get and row.get & BUSINESS and not row.get & AUDITOR
    ]
    assert set(unread) == HALF_DONE


def test_the_administrator_acts_only_on_places_people_and_posts():
    assert [str(row) for row in acting(ADMIN) if not row.name.startswith(ADMINISTRATION)] == []


def test_without_a_post_nobody_acts():
    assert acting(NOBODY | SUPERUSER) == []
