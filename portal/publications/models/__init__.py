"""公开登记的模型：栏目与稿件；含个人信息的公开审批与影响评估。"""

from portal.publications.models.override import ImpactAssessment, Override
from portal.publications.models.publication import (
    Column,
    IndexCounter,
    Publication,
    PublicationFile,
    PublicationVersion,
)

__all__ = [
    "Column",
    "ImpactAssessment",
    "IndexCounter",
    "Override",
    "Publication",
    "PublicationFile",
    "PublicationVersion",
]
