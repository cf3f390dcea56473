"""村级的模型：村级目录与按期公开、补贴项目、发放批次与户、公示、留存与查询、年度公开。"""

from village.models.catalog import CycleRecord, Deviation, Linkage
from village.models.material import Inquiry, Material
from village.models.payment import Payment, PaymentBatch, Upload, VillageSum
from village.models.posting import Evidence, Notice, Objection, Posting
from village.models.programme import Application, Programme
from village.models.release import Release, ReleasedVillage

__all__ = [
    "Application",
    "CycleRecord",
    "Deviation",
    "Evidence",
    "Inquiry",
    "Linkage",
    "Material",
    "Notice",
    "Objection",
    "Payment",
    "PaymentBatch",
    "Posting",
    "Programme",
    "Release",
    "ReleasedVillage",
    "Upload",
    "VillageSum",
]
