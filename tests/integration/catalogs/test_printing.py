"""一版目录印成 PDF 与 Word：同样的内容，看得到的人才下载得到。"""

import io
import subprocess

import docx
import pytest

from catalogs import actions
from catalogs.models import Item
from portal.core import files, jobs
from portal.core.models import Job, StoredFile


@pytest.fixture
def printed(city):
    city.standard()
    draft = city.draft()
    item = draft.items.get(item_2="办事指南")
    actions.waive_item(
        item=item, reason="本县无此审批权限", version=item.version, by=city.officer, at=city.at
    )
    return actions.queue_print(edition=draft, by=city.officer, at=city.at)


def built(job: Job) -> dict[str, bytes]:
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    return {kind: files.read(StoredFile.objects.get(pk=pk)) for kind, pk in job.result["files"].items()}


def test_both_formats_hold_every_item_and_the_reason_of_what_is_waived(printed, tmp_path):
    made = built(printed)
    (tmp_path / "a.pdf").write_bytes(made["pdf"])
    text = (
        subprocess.run(
            ["pdftotext", "-raw", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True
        )
        .stdout.replace("\n", "")
        .replace(" ", "")
    )
    document = docx.Document(io.BytesIO(made["docx"]))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    for item in Item.objects.filter(edition=printed.args["edition"]):
        assert str(item) in cells
        assert item.item_2[:4] in text
    assert "本县无此审批权限" in cells
    assert "本县无此审批权限" in text


def test_the_same_content_is_printed_once_and_a_change_anew(city, printed):
    draft = city.places["YD"].catalogs.get().editions.open().get()
    assert actions.queue_print(edition=draft, by=city.officer, at=city.at) == printed
    item = draft.items.get(item_2="耕地地力保护补贴")
    actions.save_item(
        item=item,
        values={"subject": "县农业农村局"},
        reason="",
        version=item.version,
        by=city.officer,
        at=city.at,
    )
    assert actions.queue_print(edition=draft, by=city.officer, at=city.at) != printed


def test_who_cannot_see_the_catalog_cannot_download_its_print(city, printed, client):
    built(printed)
    stored = StoredFile.objects.get(kind="pdf", owner_type="catalogs.edition")
    client.force_login(city.who("county_officer", "AH"))
    assert client.get(stored.get_absolute_url()).status_code == 404
    client.force_login(city.officer)
    assert client.get(stored.get_absolute_url()).status_code == 200
