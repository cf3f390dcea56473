from django.db import models


class DayOverride(models.Model):
    """对内置节假日表的一天更正：国务院通知晚于软件版本、地方调整等。"""

    date = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("是否工作日")
    name = models.CharField("名称", max_length=40, blank=True)
    source = models.CharField("依据", max_length=120)

    class Meta:
        verbose_name = "工作日调整"
        verbose_name_plural = "工作日调整"
        ordering = ["date"]

    def __str__(self):
        return f"{self.date} {'上班' if self.is_workday else '休息'}"


def overrides() -> dict:
    """全部调整，形如 `{日期: (是否工作日, 名称, 依据)}`，供 `portal.core.workdays` 使用。"""
    rows = DayOverride.objects.values_list("date", "is_workday", "name", "source")
    return {day: (is_workday, name, source) for day, is_workday, name, source in rows}
