"""公开领域及其名称、主管部门。名称、别名与归口逐年会变，所以都是数据，按年度。"""

from django.db import models

from portal.organisations.models import Organisation


class FieldQuerySet(models.QuerySet):
    def pilot(self):
        """试点领域：由部门考核、列入覆盖的。"""
        return self.filter(is_village=False)


class Field(models.Model):
    """一个公开领域，如“涉农补贴”。国办发〔2019〕54号列 26 个试点领域；`is_village` 的是试点之外的村务公开。"""

    code = models.CharField("编号", max_length=4, unique=True)
    name = models.CharField("领域", max_length=40, unique=True)
    ministry = models.CharField("国家主管部门", max_length=40, blank=True)
    also_known_as = models.CharField("又称", max_length=120, blank=True, help_text="多个名称以分号隔开")
    is_village = models.BooleanField("村务", default=False, help_text="不属于试点领域的村务公开事项归在这里")

    objects = FieldQuerySet.as_manager()

    class Meta:
        verbose_name = "公开领域"
        verbose_name_plural = "公开领域"
        ordering = ["code"]

    def __str__(self):
        return self.name

    @property
    def names(self) -> tuple[str, ...]:
        """正式名称与全部别名，识别工作簿时都算数。"""
        return split_names(self.name, self.also_known_as)


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


class FieldName(models.Model):
    """某领域自某年度起的名称与别名，如“扶贫”自 2022 年起称“乡村振兴”；旧名称仍认得。"""

    field = models.ForeignKey(Field, models.CASCADE, related_name="renamings", verbose_name="领域")
    year = models.PositiveSmallIntegerField("年度起")
    name = models.CharField("名称", max_length=40)
    also_known_as = models.CharField("又称", max_length=120, blank=True, help_text="多个名称以分号隔开")

    class Meta:
        verbose_name = "领域名称"
        verbose_name_plural = "领域名称"
        ordering = ["field__code", "-year"]
        constraints = [models.UniqueConstraint(fields=["field", "year"], name="field_name_once_a_year")]

    def __str__(self):
        return f"{self.year} {self.name}"

    @property
    def names(self) -> tuple[str, ...]:
        return split_names(self.name, self.also_known_as)


def split_names(name: str, also_known_as: str) -> tuple[str, ...]:
    """正式名称在前，别名在后。"""
    aliases = (alias.strip() for alias in also_known_as.replace("；", ";").split(";"))
    return (name, *[alias for alias in aliases if alias])
