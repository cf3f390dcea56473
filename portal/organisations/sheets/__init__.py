"""机构与人员的工作簿。导入本包即登记两个种类。"""

from portal.organisations.sheets import places, users

__all__ = ["places", "users"]
