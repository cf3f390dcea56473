from django.conf import settings
from django.db import models

from portal.organisations.models import Organisation
from tasks.models.campaign import Deadline


class Reminder(models.Model):
    """一次提醒的凭据，先写行后发送：同一期限、同一单位、同一人、同一档次只提醒一次。"""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="reminders", verbose_name="期限")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name="单位")
    subject = models.CharField(
        "事项标识", max_length=60, help_text="同一期限下的不同事项，如 filing、field:07"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="被提醒人"
    )
    due_on = models.DateField("截止日期", help_text="延期后日期不同，重新提醒")
    offset = models.SmallIntegerField("档次", help_text="-30、-7、-3、-1、0、1：相对截止日的天数")
    on = models.DateField("提醒日期")
    is_late = models.BooleanField("停机后补发", default=False)

    class Meta:
        verbose_name = "提醒凭据"
        verbose_name_plural = "提醒凭据"
        ordering = ["-on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "organisation", "subject", "person", "due_on", "offset"],
                name="reminder_once",
            )
        ]

    def __str__(self):
        return f"{self.deadline} T{self.offset:+d}"
