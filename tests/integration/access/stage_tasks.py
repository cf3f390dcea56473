"""任务办理各行要用的对象：望山区承办的一项任务，与它分解给东山街道（`township`）的一份。"""

import datetime as dt

from portal.organisations.models import Organisation
from tasks import actions as tasks
from tasks.models import Assignment, Campaign, Evidence, Extension, Task
from tests.integration.access.city import TODAY
from tests.unit.village.pictures import png

DUE = TODAY + dt.timedelta(days=20)
PLACES = "WS", "YD"


class TaskStage:
    """`Stage` 的一部分。"""

    def task(self) -> Task:
        line = tasks.TaskLine("99", "明确责任领导", area="组织推进", due_on=DUE, organisations=PLACES)
        campaign = Campaign.objects.get(year=TODAY.year)
        return tasks.record_tasks(campaign=campaign, lines=[line], **self.by("clerk"))[0]

    def assignment(self) -> Assignment:
        return self.task().assignments.get(organisation__code="WS")

    def assignment_received(self) -> Assignment:
        return tasks.move_assignment(assignment=self.assignment(), move="receive", **self.by("officer"))

    def assignment_reported(self) -> Assignment:
        assignment = self.assignment_received()
        tasks.add_progress(assignment=assignment, text="已明确", **self.by("officer"))
        return assignment

    def assignment_submitted(self) -> Assignment:
        reported = self.assignment_reported()
        return tasks.move_assignment(assignment=reported, move="submit", **self.by("officer"))

    def evidence(self) -> Evidence:
        proofs = tasks.Proofs(upload=(png(), "名单.png"))
        assignment = self.assignment_received()
        progress = tasks.add_progress(
            assignment=assignment, text="已明确", proofs=proofs, **self.by("officer")
        )
        return progress.evidence.get()

    def task_extension(self) -> Extension:
        return tasks.extend_assignment(
            assignment=self.assignment_received(),
            new_due_on=DUE + dt.timedelta(days=5),
            reason="名单会签",
            **self.by("officer"),
        )

    def part(self) -> Assignment:
        """分解给街道的一份，还没有接收。"""
        [part] = tasks.split_assignment(
            assignment=self.assignment_received(),
            bodies=[Organisation.objects.get(code="WS-T1")],
            due_on=DUE - dt.timedelta(days=5),
            **self.by("officer"),
        )
        return part

    def part_received(self) -> Assignment:
        return tasks.move_assignment(assignment=self.part(), move="receive", **self.by("township"))

    def part_submitted(self) -> Assignment:
        part = self.part_received()
        tasks.add_progress(assignment=part, text="已办", **self.by("township"))
        return tasks.move_assignment(assignment=part, move="submit", **self.by("township"))

    def part_extension(self) -> Extension:
        return tasks.extend_assignment(
            assignment=self.part_received(), new_due_on=DUE, reason="人手不够", **self.by("township")
        )
