"""村务的工作簿。"""

from village.sheets import duties, payments, sums

__all__ = ["duties", "payments", "sums"]
