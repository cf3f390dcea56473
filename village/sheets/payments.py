"""发放清单（`subsidies`）：命令行导入，与页面上传走同一套核对与入账；模板供各县填写。"""

import datetime as dt
import difflib
from dataclasses import replace

from django.db import transaction

from portal.core.rules import Denied
from portal.core.sheets import gate, kinds, stamp, writing
from portal.core.sheets.columns import SheetSpec, WorkbookSpec
from portal.core.sheets.problems import Outcome, Problem
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from village import actions, comparing, listing, permissions, selectors
from village.listing.columns import COLUMNS
from village.models import Programme

KIND, LABEL = "subsidies", "发放清单"
LEFT_OUT = ("place", "months", "period")
TEMPLATE = WorkbookSpec(
    KIND, LABEL, "1", (SheetSpec(LABEL, tuple(one for one in COLUMNS if one.key not in LEFT_OUT)),)
)


class SubsidyImporter:
    """范围：`code` 县区，`programme` 补贴项目，`year` 年度，`period` 期次（可空）。

    `payload` 里是内存中的清单，含个人号码，不能存库；页面上传不经这里，见 `actions.upload_list`。
    """

    kind, label = KIND, LABEL

    def plan(self, book, *, campaign, scope, by):
        try:
            programme, places = _target(scope, campaign, by)
        except (Denied, gate.Refused) as refused:
            reason = refused.reason if isinstance(refused, Denied) else refused.message
            return kinds.Plan(KIND, problems=[Problem("", "", "", reason)], tells_doubts=True)
        found = listing.read(book, places, selectors.terms(programme, scope.get("period", "")))
        claimed = comparing.claims(found.lines)
        compared = comparing.compare(claimed, comparing.standing(programme, claimed))
        return kinds.Plan(
            KIND,
            rows=found.rows,
            new=compared.new,
            changed=compared.changed,
            same=compared.same,
            gone=compared.gone,
            problems=found.problems,
            doubts=[*_unregistered(programme), *found.doubts],
            payload={
                "programme": programme,
                "found": found,
                "claimed": claimed,
                "source": actions.Source(book.name, book.fingerprint, scope.get("period", "")),
            },
            tells_doubts=True,
        )

    @transaction.atomic
    def apply(self, plan, *, by, at: dt.datetime) -> Outcome:
        programme, found, claimed, source = (
            plan.payload[name] for name in ("programme", "found", "claimed", "source")
        )
        if programme.pk is None:
            programme = actions.open_programme(
                county=programme.county, year=programme.year, name=programme.name, by=by, at=at
            )
        _, problems = actions.record_list(
            programme=programme, found=found, source=source, claimed=claimed, by=by, at=at
        )
        outcome = plan.outcome()
        if problems:
            transaction.set_rollback(True)
            return replace(outcome, new=0, changed=0, errors=problems)
        return outcome


def _unregistered(programme: Programme) -> list[Problem]:
    """这个县这一年登记过别的、没有这一项：导入时新开一项，先说一声，免得是写错了名称。"""
    names = programme.pk is None and list(
        Programme.objects.filter(county=programme.county, year=programme.year).values_list("name", flat=True)
    )
    if not names:
        return []
    near = difflib.get_close_matches(programme.name, names, n=1, cutoff=0.5)
    hint = f"您是否指“{near[0]}”？" if near else f"已有：{'、'.join(names[:8])}"
    message = f"{programme.county} {programme.year} 年还没有登记“{programme.name}”，导入时新开这一项"
    return [Problem("", "", programme.name, message, hint)]


def _target(scope: dict, campaign: int | None, by) -> tuple[Programme, listing.Places]:
    """导入哪一项补贴、认哪些村；还没有这一项的，给一个未存库的。抛 `Denied`。"""
    place = organisations.named(scope.get("code", ""))
    if place is None:
        raise Denied(f"没有编码为“{scope.get('code', '')}”的机构，请用 --scope 指明县区编码。")
    if place.kind not in (Organisation.Kind.COUNTY, Organisation.Kind.TOWNSHIP, Organisation.Kind.VILLAGE):
        raise Denied(f"“{place}”不是县区，请用 --scope 指明县区编码。")
    year, name = scope.get("year") or campaign, (scope.get("programme") or "").strip()
    if not year:
        raise Denied("请用 --year 指明年度。")
    if not name:
        raise Denied("请用 --programme 指明补贴项目的名称。")
    county = permissions.county_of(place)
    programme = selectors.programme_named(county, year, name) or actions.blank(county, year, name)
    permissions.check_can_import(by, programme)
    return programme, selectors.places(place)


class SubsidyExporter:
    """空模板。户的清单含姓名，只在页面上按权限看，不从命令行导出。"""

    kind, label = KIND, LABEL

    def rows(self, **chosen):
        raise Denied("发放清单含姓名与个人号码，不从命令行导出；合计请导出 subsidy-sums。")

    def workbook(self, *, campaign=None, scope=None, by=None, at: dt.datetime) -> bytes:
        return template(at=at)


def template(*, at: dt.datetime, heading: str = "惠农补贴发放清单") -> bytes:
    """空模板。"""
    draft = writing.SheetDraft(TEMPLATE.sheets[0], [], heading=heading, spare_rows=500)
    return writing.build(writing.Draft((draft,), stamp.Stamp(KIND, LABEL, TEMPLATE.version, {}, at)))


kinds.register(SubsidyImporter())
kinds.register_exporter(SubsidyExporter())
