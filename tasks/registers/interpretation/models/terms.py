from django.db import models
from django.db.models import Q

from portal.core.stamps import moment, person
from tasks.models.campaign import Campaign

INTERPRET_WORKDAYS, RESPOND_HOURS, ANSWER_WORKDAYS = 3, 24, 5


class ResponseTerms(models.Model):
    """一次行动里解读、回应、答复各限多久。没有通行的规定，由市政务公开办按行动设定；没有设定的用缺省。"""

    campaign = models.OneToOneField(
        Campaign, models.CASCADE, related_name="response_terms", verbose_name="行动"
    )
    interpret_workdays = models.PositiveSmallIntegerField(
        "政策公布后几个工作日内解读", default=INTERPRET_WORKDAYS
    )
    respond_hours = models.PositiveSmallIntegerField("热点发现后几小时内首次回应", default=RESPOND_HOURS)
    answer_workdays = models.PositiveSmallIntegerField("咨询几个工作日内答复", default=ANSWER_WORKDAYS)
    saved_by, saved_at = person("设定人"), moment("设定时间")

    class Meta:
        verbose_name = "解读回应期限"
        verbose_name_plural = "解读回应期限"
        ordering = ["campaign"]
        constraints = [
            models.CheckConstraint(
                condition=Q(interpret_workdays__lte=250, respond_hours__gte=1, answer_workdays__gte=1),
                name="response_terms_sensible",
            )
        ]

    def __str__(self):
        return f"{self.campaign}的解读回应期限"
