from django.db import models


class LinkState(models.TextChoices):
    """“核验失败（网络）”不是“失效”：没有得到对方的答复，不能断定网页没有了。"""

    UNCHECKED = "unchecked", "未核验"
    ALIVE = "alive", "正常"
    DEAD = "dead", "失效"
    CHANGED = "changed", "有变化"
    STALE = "stale", "久未更新"
    UNREACHABLE = "unreachable", "核验失败（网络）"


class LinkQuerySet(models.QuerySet):
    def due(self, *, at, since):
        """该核验的：从未核验；`since` 以来没有核验过；或上次没有得到答复而那是 `at` 所在那天以前。

        `at` 是当天零点，`since` 是复核周期的起点。
        """
        return self.filter(
            models.Q(checked_at__isnull=True)
            | models.Q(checked_at__lt=since)
            | models.Q(state=LinkState.UNREACHABLE, checked_at__lt=at)
        )


class Link(models.Model):
    """登记的一个网址与最近一次核验所知；各应用引用它，同一网址只核验一次。"""

    State = LinkState

    url = models.CharField("网址", max_length=2000, unique=True)
    host = models.CharField("主机", max_length=260, db_index=True)
    first_seen_at = models.DateTimeField("登记时间")
    checked_at = models.DateTimeField("最近核验", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=LinkState, default=LinkState.UNCHECKED)
    status_code = models.PositiveSmallIntegerField("状态码", null=True, blank=True)
    title = models.CharField("网页标题", max_length=200, blank=True)
    page_date = models.DateField("网页日期", null=True, blank=True)
    text_hash = models.CharField("正文摘要", max_length=64, blank=True)
    text_length = models.PositiveIntegerField("正文字数", default=0)
    changed_at = models.DateTimeField("最近变化", null=True, blank=True)
    failures = models.PositiveSmallIntegerField("连续未成功次数", default=0)
    note = models.CharField("说明", max_length=200, blank=True)
    stale_after_days = models.PositiveSmallIntegerField("多少天不更新算久", null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = "链接"
        verbose_name_plural = "链接"
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "checked_at"], name="link_state_checked")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="unchecked", checked_at__isnull=True)
                | (~models.Q(state="unchecked") & models.Q(checked_at__isnull=False)),
                name="link_unchecked_has_no_time",
            )
        ]

    def __str__(self):
        return self.url


class LinkCheck(models.Model):
    """一次核验的记录；每个链接留最近若干次。"""

    link = models.ForeignKey(Link, models.CASCADE, related_name="checks", verbose_name="链接")
    at = models.DateTimeField("核验时间")
    state = models.CharField("状态", max_length=12, choices=LinkState)
    status_code = models.PositiveSmallIntegerField("状态码", null=True, blank=True)
    title = models.CharField("网页标题", max_length=200, blank=True)
    page_date = models.DateField("网页日期", null=True, blank=True)
    text_hash = models.CharField("正文摘要", max_length=64, blank=True)
    seconds = models.DecimalField("用时（秒）", max_digits=6, decimal_places=2, default=0)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "链接核验"
        verbose_name_plural = "链接核验"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["link", "-at"], name="link_check_latest")]

    def __str__(self):
        return f"{self.link_id} {self.get_state_display()}"


class LinkHost(models.Model):
    """一个主机下一次可以访问的时刻；几个执行者同时核验也不会快过限速。"""

    host = models.CharField("主机", max_length=260, unique=True)
    next_at = models.DateTimeField("最早访问")

    class Meta:
        verbose_name = "主机访问节奏"
        verbose_name_plural = "主机访问节奏"
        ordering = ["host"]

    def __str__(self):
        return self.host
