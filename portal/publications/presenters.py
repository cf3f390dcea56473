"""页面上的事实行。"""

from django.template.defaultfilters import linebreaksbr

from portal.core.templatetags.ui import day, moment
from portal.publications.models import ImpactAssessment, Override


def override_facts(row: Override) -> list[tuple[str, object]]:
    facts = [
        ("稿件", row.publication.title),
        ("发布机构", row.publication.organisation.name),
        ("申请人", f"{row.requested_by} {moment(row.requested_at)}"),
        ("申请理由", row.reason),
        ("检测规则", f"第 {row.detector_version} 版"),
        ("内容摘要", row.fingerprint[:24]),
    ]
    if row.approved_by:
        facts += [
            ("批准人", f"{row.approved_by} {moment(row.approved_at)}"),
            ("批准理由", row.approval_reason),
        ]
    return facts


def assessment_facts(row: ImpactAssessment) -> list[tuple[str, object]]:
    """依个人信息保护法第五十六条的三项，另加评估人、日期与保存期限。"""
    written = ("purpose", "necessity", "impact", "measures")
    approved = row.override.approved_by
    return [
        ("稿件", row.publication.title),
        ("发布机构", row.publication.organisation.name),
        *((_label(name), linebreaksbr(getattr(row, name))) for name in written),
        ("评估人", str(row.assessed_by)),
        ("评估日期", day(row.assessed_on)),
        (
            "审批",
            f"{row.override.get_status_display()}{f'（{approved} {moment(row.override.approved_at)}）' if approved else ''}",
        ),
        ("至少保存到", day(row.keep_until)),
    ]


def _label(name: str) -> str:
    return ImpactAssessment._meta.get_field(name).verbose_name
