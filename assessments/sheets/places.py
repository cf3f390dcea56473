"""从命令或页面给的代码找到行动、领域、机构；找不到时的说法也在这里。"""

from assessments.models import Round, Scheme
from catalogs.models import Field
from portal.core.rules import Denied
from portal.organisations.models import Organisation
from tasks.models import Campaign


def campaign_of(year: int | None) -> Campaign:
    """`year` 年的行动；不给年度取进行中的。抛 `Denied`。"""
    campaign = (
        Campaign.objects.filter(year=year).first()
        if year
        else Campaign.objects.running().first() or Campaign.objects.first()
    )
    if campaign is None:
        raise Denied(f"没有{year}年的行动。" if year else "还没有建立任何行动。")
    return campaign


def field_of(code: str) -> Field:
    """编号、名称或别名所指的领域。抛 `Denied`。"""
    for field in Field.objects.all():
        if code == field.code or code in field.names:
            return field
    raise Denied(f"没有编号或名称为“{code}”的领域。")


def scheme_of(campaign: Campaign, code: str) -> Scheme:
    """行动中某领域的方案。抛 `Denied`。"""
    field = field_of(code)
    rows = Scheme.objects.select_related("campaign__city", "field", "department")
    scheme = rows.filter(campaign=campaign, field=field).first()
    if scheme is None:
        raise Denied(f"{campaign.year} 年“{field}”领域还没有考核方案，请先建立方案。")
    return scheme


def round_of(campaign: Campaign, code: str) -> Round:
    """行动中某领域的考核。抛 `Denied`：方案还没有下发。"""
    scheme = scheme_of(campaign, code)
    rows = Round.objects.select_related("scheme__campaign__city", "scheme__field", "scheme__department")
    round_ = rows.filter(scheme=scheme).first()
    if round_ is None:
        raise Denied(f"“{scheme}”还没有下发，不能评分。请部门负责人先下发方案。")
    return round_


def counties_of(campaign: Campaign) -> list[Organisation]:
    """参加行动的县区，机构树顺序。"""
    return [row.county for row in campaign.participants.select_related("county").order_by("county__path")]
