"""综合评估报告生成到一半屡次 kill -9：最后与没有被打扰的一份逐字节相同，只登记一次。"""

import hashlib
import signal

import psutil
import pytest
from django.conf import settings
from django.utils import timezone

from assessments import actions
from assessments.models import Report, ReportFile
from assessments.report import build, snapshot
from portal.core import files
from portal.core.models import Job, StoredFile
from tests import processes
from tests.processes import Runner, wait_for, wait_until

shared_database = processes.shared_database
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database")]
DEATHS = ("step:排版 PDF（1/", "write", "kept", "step:生成 Word", "step:生成 Excel", "step:登记结果")


@pytest.fixture
def report(world, accepted) -> Report:
    return actions.draft_report(campaign=world.campaign, by=world.clerk, at=timezone.now())


def undisturbed(report: Report) -> dict[str, str]:
    """{格式: 摘要}：在本进程里不受打扰地生成。"""
    whole = actions.report.compose(report)
    made = {
        "pdf": build.to_pdf(whole),
        "docx": build.to_docx(whole),
        "xlsx": build.to_xlsx(whole, report.snapshot),
    }
    return {name: hashlib.sha256(data).hexdigest() for name, data in made.items()}


def nothing_left_running() -> bool:
    """被杀的进程没有留下还在排版的子进程。"""
    return not any(_is_ours(process) for process in psutil.process_iter())


def _is_ours(process: psutil.Process) -> bool:
    try:
        return process.environ().get("JOURNEY_MEDIA_ROOT") == str(settings.MEDIA_ROOT)
    except psutil.Error:
        return False


def test_a_report_killed_at_every_step_is_the_report_built_in_peace(world, report, tmp_path):
    row = actions.queue_build(report=report, by=world.clerk, at=timezone.now())
    Job.objects.filter(pk=row.pk).update(max_attempts=len(DEATHS) + 1)
    for place in DEATHS:
        with Runner(dies_at=place, VAR_DIR=str(tmp_path / "var")) as runner:
            assert runner.wait() == -signal.SIGKILL, place
        wait_until(nothing_left_running, seconds=60, what="排版的子进程退出")
    with Runner(VAR_DIR=str(tmp_path / "var")):
        row = wait_for(row, Job.State.DONE)
    assert row.attempts == len(DEATHS) + 1
    made = {one.format: one for one in ReportFile.objects.filter(report=report).select_related("file")}
    assert row.result == {"files": {name: one.file_id for name, one in made.items()}}
    assert {name: one.file.sha256 for name, one in made.items()} == undisturbed(report)
    assert snapshot.fingerprint(Report.objects.get(pk=report.pk).snapshot) == report.fingerprint
    assert StoredFile.objects.filter(owner_type="assessments.report").count() == 3
    assert all(files.read(one.file) for one in made.values())
