"""目录的工作簿：导入各种真实的目录表，导出通行的 13 栏表。导入本包即登记各种类。"""

from catalogs.sheets import disclosures, exporting, importing

__all__ = ["disclosures", "exporting", "importing"]
