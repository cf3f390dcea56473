"""村务的工作簿。"""

from village.sheets import payments, sums

__all__ = ["payments", "sums"]
