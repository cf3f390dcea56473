"""年度报告的规则：本单位填报，另一人审核，市里一人核对、一人公开。"""

from portal.core.rules import Denied
from portal.organisations import selectors as organisations
from portal.organisations.permissions import require
from tasks.registers.annual import prefill, standards
from tasks.registers.annual.models import AnnualReport
from tasks.registers.requests import duties

S = AnnualReport.Status


def check_can_write(user, report: AnnualReport) -> None:
    """填报：本单位经办人。"""
    duties.check_can_write(user, report.body)


def check_can_edit(user, report: AnnualReport) -> None:
    """修改：本单位经办人，草稿或退回时。"""
    check_can_write(user, report)
    if not report.is_editable:
        raise Denied(
            f"年度报告{report.get_status_display()}，不能修改。需要修改的，请审核人退回，或公开之后更正。"
        )


def check_can_submit(user, report: AnnualReport) -> None:
    """报送：本单位经办人，文字齐全，核对没有不符，与台账不同的都有说明。"""
    check_can_edit(user, report)
    if lacking := standards.lacking(report, prefill.figures(report.body, report.year)):
        raise Denied(lacking)


def check_can_pass(user, report: AnnualReport) -> None:
    """审核：本单位审核人，不是报送的人。"""
    duties.check_can_review(user, report.body)
    if user == report.submitted_by:
        raise Denied("报告由你报送，须由另一位审核人审核。")


def check_can_check(user, report: AnnualReport) -> None:
    """核对：市政务公开办经办人，不是此前办过的人。"""
    require(user, "receive", organisations.city(), "只有市政务公开办经办可以核对年度报告。")
    if user in (report.submitted_by, report.passed_by):
        raise Denied("你已办过前面的环节，请由另一位经办人核对。")


def check_can_publish(user, report: AnnualReport) -> None:
    """公开：市政务公开办终审人，不是此前办过的人。"""
    require(user, "publish_final", organisations.city(), "只有市政务公开办的终审人可以公开年度报告。")
    if user in (report.submitted_by, report.passed_by, report.checked_by):
        raise Denied("你已办过前面的环节，请由另一位终审人公开。")


def check_can_return(user, report: AnnualReport) -> None:
    """退回：正轮到谁办，谁可以退回。"""
    rules = {S.SUBMITTED: check_can_pass, S.PASSED: check_can_check, S.CHECKED: check_can_publish}
    rules[report.status](user, report)


def check_can_withdraw(user, report: AnnualReport) -> None:
    """撤回已公开的：市政务公开办终审人。"""
    require(user, "publish_final", organisations.city(), "只有市政务公开办的终审人可以撤回已公开的年度报告。")


def check_can_correct(user, report: AnnualReport) -> None:
    """更正：本单位经办人，公开过（或撤回了）的。"""
    check_can_write(user, report)
    if report.status not in (S.PUBLISHED, S.WITHDRAWN):
        raise Denied(f"年度报告{report.get_status_display()}，不必更正，请直接修改。")
