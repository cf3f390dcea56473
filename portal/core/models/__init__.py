"""公共机制的数据：审计、流转、任务、文件、链接、导入批次、工作日调整、短时记录。"""

from portal.core.models.audit import AuditEvent
from portal.core.models.cache import CacheEntry
from portal.core.models.calendar import DayOverride
from portal.core.models.files import StoredFile
from portal.core.models.imports import ImportBatch
from portal.core.models.jobs import Job, RunnerBeat
from portal.core.models.links import Link, LinkCheck, LinkHost
from portal.core.models.transitions import Transition

__all__ = [
    "AuditEvent",
    "CacheEntry",
    "DayOverride",
    "ImportBatch",
    "Job",
    "Link",
    "LinkCheck",
    "LinkHost",
    "RunnerBeat",
    "StoredFile",
    "Transition",
]
