"""台账行的共同之处：归哪个单位、谁登记、改过几次，以及谁看得到。"""

from django.conf import settings
from django.db import models

from portal.organisations.models import Organisation


class LedgerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """此人看得到的：他可查看工作的单位登记的。"""
        return self.filter(organisation__in=Organisation.objects.visible_to(user))

    def within(self, place: Organisation):
        """`place` 及其下级登记的。"""
        return self.filter(organisation__path__startswith=place.path)


class LedgerRow(models.Model):
    """台账的一行。`version` 防止两人同改时后存的盖掉先存的。"""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="登记单位")
    version = models.PositiveIntegerField("修改版次", default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间")

    objects = LedgerQuerySet.as_manager()

    class Meta:
        abstract = True
