"""公开领域及其主管部门。领域名称与归口逐年会变，所以都是数据，归口按年度。"""

from django.db import models

from portal.organisations.models import Organisation


class Field(models.Model):
    """一个公开领域，如“涉农补贴”。国办发〔2019〕54号列 26 个试点领域。"""

    code = models.CharField("编号", max_length=4, unique=True)
    name = models.CharField("领域", max_length=40, unique=True)
    ministry = models.CharField("国家主管部门", max_length=40, blank=True)
    also_known_as = models.CharField("又称", max_length=120, blank=True, help_text="多个名称以分号隔开")

    class Meta:
        verbose_name = "公开领域"
        verbose_name_plural = "公开领域"
        ordering = ["code"]

    def __str__(self):
        return self.name

    @property
    def names(self) -> tuple[str, ...]:
        """正式名称与全部别名，识别工作簿时都算数。"""
        return (self.name, *[alias.strip() for alias in self.also_known_as.split(";") if alias.strip()])


class FieldOwner(models.Model):
    """某年度某领域的市直主管部门。"""

    field = models.ForeignKey(Field, models.PROTECT, related_name="owners", verbose_name="领域")
    year = models.PositiveSmallIntegerField("年度")
    department = models.ForeignKey(
        Organisation, models.PROTECT, related_name="fields_owned", verbose_name="主管部门"
    )

    class Meta:
        verbose_name = "领域归口"
        verbose_name_plural = "领域归口"
        ordering = ["-year", "field__code"]
        constraints = [models.UniqueConstraint(fields=["field", "year"], name="field_one_owner_a_year")]

    def __str__(self):
        return f"{self.year} {self.field}：{self.department}"
