"""村务的工作簿。"""

from village.sheets import duties, payments, sums, village_catalog

__all__ = ["duties", "payments", "sums", "village_catalog"]
