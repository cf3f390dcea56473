"""报送过什么：同一份文件、台账里的记录，都不必再传一遍。"""

from dataclasses import dataclass

from django.apps import apps

from portal.core import clock, files
from portal.core.models import StoredFile
from tasks import standing
from tasks.models import Assignment

CHOICES = 200


@dataclass(frozen=True)
class Known:
    """已经报送过的一份文件：叫什么、随什么报送、何时。"""

    file: StoredFile
    of: str

    def __str__(self):
        on = clock.local_date(self.file.uploaded_at)
        return f"“{self.file.name}”，{on:%Y-%m-%d} 随“{self.of}”报送"


def home_of(assignment: Assignment):
    """承办单位所属的县区。"""
    place = assignment.organisation
    return place if place.kind == place.Kind.COUNTY else assignment.issuer


def known_file(data: bytes, assignment: Assignment, user) -> Known | None:
    """这个县区报送过、此人看得到的同一份文件；没有则为 None。"""
    return next(_known(files.with_content(data), assignment, user), None)


def known_reference(pk: int, assignment: Assignment, user) -> Known | None:
    """要引用的文件 `pk`：同样须是这个县区报送过、此人看得到的。"""
    return next(_known(StoredFile.objects.filter(pk=pk), assignment, user), None)


def _known(rows, assignment: Assignment, user):
    path = home_of(assignment).path
    mine = rows.exclude(owner_type="").filter(uploaded_by__memberships__organisation__path__startswith=path)
    for stored in mine.distinct().order_by("uploaded_at"):
        if files.may_read(user, stored):
            yield Known(stored, str(apps.get_model(stored.owner_type)._meta.verbose_name))


def records(assignment: Assignment) -> list[standing.Record]:
    """承办单位可以引用的台账记录，近的在前。"""
    found = [
        record
        for register in standing.registers()
        if register.records
        for record in register.records(assignment.organisation)
    ]
    return sorted(found, key=lambda record: (record.on, record.title), reverse=True)[:CHOICES]
