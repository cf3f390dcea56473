"""从台账与上年报告取数：各级政府的报告合计本级及下属单位，部门与乡镇只算自己的。"""

from collections import Counter
from decimal import Decimal

from django.db.models import Count

from portal.organisations.models import Organisation
from tasks.registers.annual import tables, terms
from tasks.registers.annual.models import AnnualReport
from tasks.registers.annual.standards import Figures
from tasks.registers.requests.models import DisclosureRequest, RequestDispute

PENDING = RequestDispute.Result.PENDING


def figures(body: Organisation, year: int) -> Figures:
    """台账与上年报告的数；查询次数固定。"""
    return Figures(_ledger(body, year), _last_year(body, year))


def requests_of(body: Organisation):
    """报告所计的申请。"""
    if body.kind in terms.GOVERNMENTS:
        return DisclosureRequest.objects.within(body)
    return DisclosureRequest.objects.filter(body=body)


def _ledger(body: Organisation, year: int) -> dict[str, Decimal]:
    """台账里这一年的各数；这一年台账里一件也没有的为空。"""
    rows, counted = requests_of(body), Counter()
    groups = {
        tables.NEW: rows.received_in(year),
        tables.CARRIED: rows.open_at_end_of(year - 1),
        tables.FORWARD: rows.open_at_end_of(year),
    }
    for row, found in groups.items():
        for applicant, count in _by(found, "applicant_kind"):
            counted[f"3.{row}.{applicant}"] = count
    for outcome, applicant, count in _by(rows.filter(finished_on__year=year), "outcome", "applicant_kind"):
        counted[f"3.{outcome}.{applicant}"] = count
    if not counted:
        return {}
    counted.update(_disputes(rows, year))
    return {key: Decimal(counted[key]) for key in (*tables.KEYS_3, *tables.KEYS_4)}


def _by(rows, *names: str):
    return rows.order_by().values_list(*names).annotate(count=Count("pk"))


def _disputes(rows, year: int) -> dict[str, int]:
    disputes = RequestDispute.objects.filter(request__in=rows)
    found = {
        f"4.{route}.{result}": count
        for route, result, count in _by(disputes.decided_in(year), "route", "result")
    }
    for route, count in _by(disputes.pending_at_end_of(year), "route"):
        found[f"4.{route}.{PENDING}"] = count
    return found


def _last_year(body: Organisation, year: int) -> dict[str, Decimal]:
    """上年的报告：公开的优先，没有公开的用最近一版。"""
    rows = list(AnnualReport.objects.filter(body=body, year=year - 1).order_by("-edition"))
    published = [row for row in rows if row.status == AnnualReport.Status.PUBLISHED]
    found = next(iter(published or rows), None)
    return found.values if found else {}
