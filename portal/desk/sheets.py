"""工作台自己的工作簿：工作日调整。导入本模块即登记。"""

from portal.desk.workdays import sheets as workdays

__all__ = ["workdays"]
