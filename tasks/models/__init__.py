"""行动的数据：行动与阶段、方案备案、延期单、提醒凭据、任务书、亮灯规则，以及各方面的台账。"""

from tasks.models.area_rule import AreaRule
from tasks.models.assignment import Assignment, Progress
from tasks.models.burden import BurdenVerdict
from tasks.models.campaign import Campaign, Deadline, Participant, Phase, TaskArea
from tasks.models.evidence import Evidence
from tasks.models.extension import Extension
from tasks.models.filing import Filing, FilingVersion
from tasks.models.ledger import LedgerQuerySet, LedgerRow
from tasks.models.reminder import Reminder, ReminderSetting
from tasks.models.supervision import (
    Supervision,
    SupervisionAnswer,
    SupervisionCounter,
    SupervisionMatter,
    Urge,
)
from tasks.models.task import Task
from tasks.registers.annual.models import AnnualReport
from tasks.registers.cases.models import Adoption, Case, CaseEvidence, Judgement, Presentation
from tasks.registers.interpretation.models import (
    Interpretation,
    Policy,
    Question,
    Response,
    ResponseTerms,
    Topic,
)
from tasks.registers.mechanisms.models import Mechanism, MechanismStep
from tasks.registers.organising.models import Decision, Invitation, Meeting, Responsibility
from tasks.registers.platforms.models import Outage, Zone, ZoneUpdate
from tasks.registers.requests.models import DisclosureRequest, RequestDispute, RequestEvent
from tasks.registers.rules.models import RegisterRule

__all__ = [
    "Presentation",
    "Judgement",
    "CaseEvidence",
    "Case",
    "Adoption",
    "MechanismStep",
    "Mechanism",
    "RegisterRule",
    "Responsibility",
    "Meeting",
    "Invitation",
    "Decision",
    "AnnualReport",
    "AreaRule",
    "Assignment",
    "BurdenVerdict",
    "Campaign",
    "Deadline",
    "DisclosureRequest",
    "Evidence",
    "Extension",
    "Filing",
    "FilingVersion",
    "Interpretation",
    "LedgerQuerySet",
    "LedgerRow",
    "Outage",
    "Participant",
    "Phase",
    "Policy",
    "Progress",
    "Question",
    "Reminder",
    "RequestDispute",
    "RequestEvent",
    "Response",
    "ResponseTerms",
    "ReminderSetting",
    "Supervision",
    "SupervisionAnswer",
    "SupervisionCounter",
    "SupervisionMatter",
    "Task",
    "TaskArea",
    "Topic",
    "Urge",
    "Zone",
    "ZoneUpdate",
]
