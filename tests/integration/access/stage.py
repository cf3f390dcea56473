"""矩阵各行要用的对象，现造现用：只经动作到达所说的状态，那一行问完就回滚。

`@名字` 在表里指这里的一个方法；方法说的都是望山区（`officer` 的县）或领域 01（`scorer` 的部门）的东西。
"""

import datetime as dt
from decimal import Decimal

from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments import actions as assessments
from assessments.actions.issue_list import IssueLine
from assessments.actions.scheme import IndicatorLine
from assessments.actions.score import ScoreEntry
from assessments.models import Issue, Report, Round, Scheme, Scorecard
from assessments.sheets import rectifications
from assessments.sheets import scheme as scheme_sheet
from assessments.sheets import scores as score_sheet
from catalogs import actions as catalogs
from catalogs.models import Adjustment, Catalog, Disclosure, Edition, Feed, FeedEntry, Field, Item, Section
from catalogs.sheets import disclosures as disclosure_sheet
from catalogs.sheets import exporting
from portal.accounts import actions as accounts
from portal.core import files, imports, jobs
from portal.core.models import ImportBatch, Job, StoredFile
from portal.core.sheets import kinds
from portal.core.views import XLSX
from portal.core.word import Document
from portal.notifications import actions as notifications
from portal.notifications.models import Message
from portal.organisations import actions as organisations
from portal.organisations.models import Organisation
from portal.publications import actions as publications
from portal.publications.models import Override, Publication
from tasks import actions as tasks
from tasks.models import Campaign, Deadline, Extension, Filing
from tasks.sheets import task_book
from tests.integration.access.city import AT, FIELD, TODAY
from tests.integration.access.stage_handover import HandoverStage
from tests.integration.access.stage_improving import ImprovingStage
from tests.integration.access.stage_interpretation import InterpretationStage
from tests.integration.access.stage_notifications import NotificationStage
from tests.integration.access.stage_organising import OrganisingStage
from tests.integration.access.stage_regulation import RegulationStage
from tests.integration.access.stage_tasks import TaskStage
from tests.integration.access.stage_villages import VillageStage
from tests.unit.village import lists
from tests.unit.village.pictures import png
from village import actions as village
from village.models import (
    Application,
    Material,
    Notice,
    Objection,
    Payment,
    PaymentBatch,
    Posting,
    Programme,
    Release,
    ReleasedVillage,
    Upload,
)

NEW_FIELD = "90"
LINES = [
    IndicatorLine("1", "", "主动公开", "", Decimal(60)),
    IndicatorLine("1.1", "1", "目录", "目录齐全", Decimal(60), "deduction", {}),
    IndicatorLine("2", "", "解读", "解读及时", Decimal(40), "deduction", {}),
]
DISCLOSED = dt.date(2026, 9, 1)
KEPT = dt.date(2020, 1, 1)


def docx(words: str = "方案") -> bytes:
    document = Document(title=words)
    document.paragraph(words)
    return document.to_bytes()


class Stage(
    ImprovingStage,
    TaskStage,
    OrganisingStage,
    RegulationStage,
    VillageStage,
    HandoverStage,
    InterpretationStage,
    NotificationStage,
):
    """`Stage(people)`；方法返回对象，`resolve("@filing_draft")` 返回它的主键或值。"""

    def __init__(self, people: dict):
        self.people = people

    def resolve(self, word):
        """`@名字` 换成对象的主键（或值），其余原样。"""
        if not (isinstance(word, str) and word.startswith("@")):
            return word
        found = getattr(self, word[1:])()
        return getattr(found, "pk", found)

    def by(self, role: str) -> dict:
        return {"by": self.people[role], "at": AT}

    # 机构与人

    def city(self):
        return Organisation.objects.get(depth=1)

    def county(self):
        return Organisation.objects.get(code="WS")

    def township(self):
        return Organisation.objects.get(code="WS-T1")

    def department(self):
        return self.field().owners.get(year=TODAY.year).department

    def ended_village(self):
        place = Organisation.objects.get(code="WS-T3-V2")
        return organisations.end_organisation(
            organisation=place, on=TODAY, successor=None, **self.by("admin")
        )

    def village_place(self):
        return Organisation.objects.get(code="WS-T3-V1")

    def person(self):
        return self.people["nobody"]

    def secured_person(self):
        return self.people["superuser"]

    def retired_person(self):
        person, _ = accounts.create_user(username="leaver", name="离职的人", **self.by("admin"))
        organisations.retire(person=person, **self.by("admin"))
        return person

    def other_session(self) -> UserSession:
        """填报人在另一台电脑上的会话。"""
        return UserSession.objects.create(
            user=self.people["officer"], session_key="elsewhere", ip="127.0.0.1", user_agent="", data={}
        )

    def field_owner(self):
        return self.field().owners.get(year=TODAY.year)

    def organisation_type(self):
        return ContentType.objects.get_for_model(Organisation)

    def membership(self):
        return self.people["other_officer"].memberships.get()

    def future_membership(self):
        return organisations.appoint(
            person=self.people["nobody"],
            organisation=self.county(),
            role="county_officer",
            start_on=TODAY + dt.timedelta(days=30),
            **self.by("admin"),
        )

    # 公共机制

    def message(self):
        [row] = notifications.tell(
            [self.people["officer"]],
            key="access",
            kind=Message.Kind.NOTICE,
            title="告知",
            url="desk:home",
            at=AT,
        )
        return row

    def job(self) -> Job:
        return assessments.queue_build(report=self.report(), **self.by("clerk"))

    def print_job(self) -> Job:
        return catalogs.queue_print(edition=self.edition(), **self.by("officer"))

    def cancelled_job(self) -> Job:
        return jobs.cancel(self.job(), **self.by("clerk"))

    def places_book(self) -> bytes:
        return kinds.get_exporter("organisations").workbook(**self.by("admin"))

    def batch(self) -> ImportBatch:
        return imports.stage(
            kind="organisations",
            data=self.places_book(),
            name="机构.xlsx",
            campaign=None,
            scope={},
            return_url="/desk/organisations/",
            **self.by("admin"),
        )

    def catalog_batch(self) -> ImportBatch:
        draft = self.edition_draft()
        return imports.stage(
            kind="catalog",
            data=exporting.workbook(draft, at=AT),
            name="目录.xlsx",
            campaign=None,
            scope={"code": "WS"},
            return_url="/desk/catalogs/WS/",
            **self.by("officer"),
        )

    def file_handed_in(self) -> StoredFile:
        return self.filing().plan_file

    def file_of_a_draft(self) -> StoredFile:
        """安和市还没有报送的方案：本县之外，只有审计员看得到。"""
        filing = Filing.objects.get(county__code="AH")
        officer = {"by": filing.created_by, "at": AT}
        return tasks.attach_file(filing=filing, slot="plan_file", data=docx(), name="方案.docx", **officer)

    def uploaded_docx(self):
        return SimpleUploadedFile("方案.docx", docx())

    def uploaded_places(self):
        return _upload(self.places_book())

    def uploaded_scheme(self):
        return _upload(scheme_sheet.workbook(self.campaign(), Field.objects.get(code=NEW_FIELD), None, at=AT))

    def uploaded_scores(self):
        return _upload(score_sheet.workbook(self.round(), at=AT))

    def uploaded_catalog(self):
        return _upload(exporting.workbook(self.edition(), at=AT))

    def uploaded_disclosures(self):
        return _upload(disclosure_sheet.workbook(self.catalog(), at=AT))

    def uploaded_answers(self):
        return _upload(
            rectifications.workbook(self.campaign(), self.county(), at=AT, by=self.people["officer"])
        )

    def uploaded_nonsense(self):
        return _upload(b"not a workbook")

    # 行动、备案、延期

    def campaign(self) -> Campaign:
        return Campaign.objects.get()

    def year(self) -> int:
        return TODAY.year

    def next_year(self) -> int:
        """还没有启动的下一年行动。"""
        campaign = tasks.create_campaign(
            city=self.city(), year=TODAY.year + 1, counties=[self.county()], **self.by("clerk")
        )
        return campaign.year

    def deadline(self) -> Deadline:
        return self.campaign().deadlines.get(code=Deadline.Code.FILING)

    def filing(self) -> Filing:
        """市里退回、可以修改的一份。"""
        return Filing.objects.get(county__code="WS")

    def filing_version(self) -> int:
        return self.filing().version

    def filing_submitted(self) -> Filing:
        return tasks.move_filing(filing=self.filing(), move="submit", **self.by("officer"))

    def filing_handed_in(self) -> Filing:
        return tasks.hand_in_filing(filing=self.filing_submitted(), **self.by("county_head"))

    def filing_received(self) -> Filing:
        return tasks.move_filing(filing=self.filing_handed_in(), move="receive", **self.by("clerk"))

    def uploaded_task_book(self):
        data = task_book.workbook(Campaign.objects.get(year=TODAY.year), at=AT)
        return SimpleUploadedFile("任务书.xlsx", data, content_type=XLSX)

    def extension(self) -> Extension:
        return tasks.request_extension(
            deadline=self.deadline(),
            organisation=self.county(),
            new_due_on=TODAY + dt.timedelta(days=10),
            reason="材料还在会签",
            **self.by("officer"),
        )

    def extension_granted(self) -> Extension:
        return tasks.decide_extension(extension=self.extension(), move="approve", **self.by("reviewer"))

    # 稿件

    def column(self):
        return publications.column("progress")

    def draft(self) -> Publication:
        row = publications.draft_publication(
            column=self.column(),
            organisation=self.county(),
            values={"title": "望山区工作动态", "summary": "望山区推进政务公开工作的情况"},
            body_html="<p>正文</p>",
            **self.by("officer"),
        )
        stored = files.store(docx(), "附件.docx", accept=frozenset({"docx"}), **self.by("officer"))
        publications.attach_files(publication=row, stored=[stored], **self.by("officer"))
        return row

    def draft_with_phone(self) -> Publication:
        return publications.draft_publication(
            column=self.column(),
            organisation=self.county(),
            values={"title": "望山区公示", "summary": "望山区的公示"},
            body_html="<p>联系 13800138000</p>",
            **self.by("officer"),
        )

    def override(self) -> Override:
        assessment = dict.fromkeys(("purpose", "necessity", "impact", "measures"), "依法公示")
        return publications.request_override(
            publication=self.draft_with_phone(),
            reason="依法公示",
            assessment=assessment | {"assessed_on": TODAY},
            **self.by("officer"),
        )

    def assessment(self):
        return self.override().assessment

    def submitted(self) -> Publication:
        return self._publication(self.draft(), "submit", "officer")

    def passed_once(self) -> Publication:
        return self._publication(self.submitted(), "pass_first", "clerk")

    def passed_twice(self) -> Publication:
        return self._publication(self.passed_once(), "pass_second", "county_head")

    def published(self) -> Publication:
        return self._publication(self.passed_twice(), "publish", "reviewer")

    def withdrawn(self) -> Publication:
        return self._publication(self.published(), "withdraw", "reviewer", reason="数据有误")

    def published_table(self) -> Publication:
        """演示里公开的一本目录，带表格。"""
        return Publication.objects.published().filter(rows__isnull=False).order_by("pk").first()

    def _publication(self, row: Publication, move: str, role: str, reason: str = "") -> Publication:
        return publications.move_publication(publication=row, move=move, reason=reason, **self.by(role))

    # 方案、评分、问题

    def field(self) -> Field:
        return Field.objects.get(code=FIELD)

    def scheme_draft(self) -> Scheme:
        """一个还没有方案的新领域，归 `scorer` 的部门。"""
        field = Field.objects.create(code=NEW_FIELD, name="新增领域")
        catalogs.set_owner(field=field, year=TODAY.year, department=self.department(), by=None, at=AT)
        scheme = assessments.create_scheme(
            campaign=self.campaign(), field=field, department=self.department(), **self.by("scorer")
        )
        return assessments.replace_indicators(scheme=scheme, lines=LINES, **self.by("scorer"))

    def field_with_a_scheme_draft(self) -> str:
        return self.scheme_draft().field.code

    def indicator(self):
        return self.scheme_draft().indicators.get(number="1.1")

    def scheme(self) -> Scheme:
        """已下发的。"""
        return self.round().scheme

    def round(self) -> Round:
        return Round.objects.get(scheme__field__code=FIELD)

    def scorecard(self) -> Scorecard:
        return self.round().scorecards.get(county__code="WS")

    def round_scored(self) -> Round:
        """新领域的一轮，各县评完，望山区扣一处。"""
        round_ = assessments.issue_scheme(scheme=self.scheme_draft(), **self.by("head"))
        first = round_.scheme.indicators.get(number="1.1")
        entries = {
            (card.pk, leaf.pk): _entry(card.county.code == "WS" and leaf == first)
            for card in round_.scorecards.select_related("county")
            for leaf in round_.scheme.indicators.exclude(rule="")
        }
        assessments.record_scores(round_=round_, entries=entries, **self.by("scorer"))
        return round_

    def round_awaiting_head(self) -> Round:
        return assessments.complete_round(round_=self.round_scored(), **self.by("scorer"))

    def round_approved(self) -> Round:
        return assessments.approve_round(round_=self.round_awaiting_head(), **self.by("head"))

    def round_submitted(self) -> Round:
        return assessments.submit_round(round_=self.round_approved(), **self.by("scorer"))

    def scorecard_shown(self) -> Scorecard:
        return self.round_approved().scorecards.get(county__code="WS")

    def issue_pending(self) -> Issue:
        """部门登记、还没有审核下发的一条。"""
        round_ = self.round_scored()
        card = round_.scorecards.get(county__code="WS")
        line = IssueLine(card.pk, None, Issue.Source.CITY, "目录缺一项")
        assessments.record_issues(round_=round_, lines=[line], changes={}, **self.by("scorer"))
        return Issue.objects.get(scorecard=card)

    def issue(self) -> Issue:
        """已下发、待签收。"""
        return Issue.objects.get(scorecard=self.scorecard_shown())

    def issue_received(self) -> Issue:
        return self._issue(self.issue(), "receive", "officer")

    def issue_escalated(self) -> Issue:
        return self._issue(self.issue_received(), "escalate", "officer", reason="需要省级平台改")

    def issue_answered(self) -> Issue:
        issue = self.issue_received()
        assessments.answer_issue(
            issue=issue, measures="已补", link="https://ws.yunchuan.example/1", **self.by("officer")
        )
        return issue

    def _issue(self, issue: Issue, move: str, role: str, reason: str = "") -> Issue:
        return assessments.move_issue(issue=issue, move=move, reason=reason, **self.by(role))

    # 报告

    def report(self) -> Report:
        return assessments.draft_report(campaign=self.campaign(), **self.by("clerk"))

    def report_awaiting(self) -> Report:
        return assessments.move_report(report=self.report(), move="submit", **self.by("clerk"))

    def report_built(self) -> Report:
        """送审了，三种格式也已生成。"""
        report = self.report_awaiting()
        assessments.build_report(report=report.pk, version=report.version, step=_silent, at=AT)
        return report

    def report_final(self) -> Report:
        return assessments.move_report(report=self.report_built(), move="finalise", **self.by("reviewer"))

    # 目录

    def catalog(self) -> Catalog:
        return Catalog.objects.disclosing().get(organisation=self.county())

    def edition(self) -> Edition:
        """现行版。"""
        return self.catalog().editions.get(status=Edition.Status.ISSUED)

    def edition_draft(self) -> Edition:
        return catalogs.open_draft(catalog=self.catalog(), **self.by("officer"))

    def edition_passed(self) -> Edition:
        """各领域都已审核通过。"""
        draft = self._submitted()
        for section in draft.sections.select_related("field"):
            department = section.field.owners.get(year=TODAY.year).department
            scorer = department.memberships.get(role="department_scorer").person
            catalogs.move_section(section=section, move="pass", by=scorer, at=AT)
        return Edition.objects.get(pk=draft.pk)

    def edition_handed_in(self) -> Edition:
        return catalogs.move_edition(edition=self.edition_passed(), move="hand_in", **self.by("county_head"))

    def standard(self) -> Edition:
        return Edition.objects.filter(catalog__code="provincial", status=Edition.Status.ISSUED).latest(
            "number"
        )

    def standard_draft(self) -> Edition:
        return catalogs.open_draft(catalog=Catalog.objects.get(code="provincial"), **self.by("clerk"))

    def section(self) -> Section:
        return self.edition_draft().sections.get(field__code=FIELD)

    def section_submitted(self) -> Section:
        return self._submitted().sections.get(field__code=FIELD)

    def township_section_submitted(self) -> Section:
        catalog = catalogs.open_catalog(organisation=self.township(), **self.by("township"))
        draft = catalogs.open_draft(catalog=catalog, **self.by("township"))
        catalogs.submit_sections(edition=draft, **self.by("township"))
        return draft.sections.order_by("pk").first()

    def _submitted(self) -> Edition:
        draft = self.edition_draft()
        catalogs.submit_sections(edition=draft, **self.by("officer"))
        return draft

    def item(self) -> Item:
        """草稿里沿用标准的一条。"""
        return self.edition_draft().items.filter(origin=Item.Origin.INHERITED).order_by("position").first()

    def item_waived(self) -> Item:
        item = self.item()
        return catalogs.waive_item(item=item, reason="本县没有", version=item.version, **self.by("officer"))

    def item_added(self) -> Item:
        return catalogs.add_item(
            edition=self.edition_draft(),
            field=self.field(),
            values={"item_1": "本级事项", "content": "内容"},
            **self.by("officer"),
        )

    def adjustment(self) -> Adjustment:
        return Adjustment.objects.get(catalog=self.catalog())

    def step(self):
        return self.adjustment().steps.exclude(change="added").order_by("pk").first()

    def adjustment_decided(self) -> Adjustment:
        adjustment = self.adjustment()
        for step in adjustment.steps.filter(decision=""):
            catalogs.decide_step(
                step=step,
                decision="take" if step.change != "removed" else "drop",
                reason="照标准",
                **self.by("officer"),
            )
        return adjustment

    def adjustment_applied(self) -> Adjustment:
        adjustment = self.adjustment_decided()
        catalogs.apply_adjustment(adjustment=adjustment, **self.by("officer"))
        return Adjustment.objects.get(pk=adjustment.pk)

    def disclosure(self) -> Disclosure:
        return self.catalog().disclosures.order_by("pk").first()

    def feed(self) -> Feed:
        return catalogs.add_feed(
            catalog=self.catalog(), url="https://ws.yunchuan.example/feed.xml", **self.by("officer")
        )

    def entry(self) -> FeedEntry:
        feed = self.feed()
        return FeedEntry.objects.create(
            feed=feed, url="https://ws.yunchuan.example/1", title="一条", published_on=DISCLOSED
        )

    # 补贴

    def programme(self) -> Programme:
        return village.open_programme(county=self.county(), year=2026, name="稻谷补贴", **self.by("officer"))

    def uploaded_list(self) -> SimpleUploadedFile:
        return _upload(lists.book(self._household()))

    def upload_refused(self) -> Upload:
        data = lists.book(self._household(金额=1))
        upload = village.upload_list(
            programme=self.programme(), data=data, source=village.Source("清单.xlsx"), **self.by("officer")
        )
        return village.read_upload(upload, at=AT)

    def payment_batch(self) -> PaymentBatch:
        upload = village.upload_list(
            programme=self.programme(),
            data=lists.book(self._household()),
            source=village.Source("清单.xlsx"),
            **self.by("officer"),
        )
        return village.read_upload(upload, at=AT).batch

    def batch_confirmed(self) -> PaymentBatch:
        return village.confirm_batch(batch=self.payment_batch(), **self.by("county_head"))

    def payment(self) -> Payment:
        return self.payment_batch().payments.get()

    # 公示

    def programme_paid(self) -> Programme:
        return self.batch_confirmed().programme

    def programme_printed(self) -> Programme:
        return self.notice().programme

    def notice(self) -> Notice:
        programme, place = self.programme_paid(), Organisation.objects.get(code="WS-T1-V1")
        village.make_notices(programme=programme, place=place, papers=["A3"], at=AT, workers=1)
        return Notice.objects.get(programme=programme)

    def posting_due(self) -> Posting:
        return Posting.objects.due().get(programme=self.programme_paid(), village__code="WS-T1-V1")

    def posting_shown(self) -> Posting:
        posting = self.posting_due()
        [posting] = village.register_postings(
            village=posting.village,
            postings=[posting],
            shown=village.Shown(TODAY, "村务公开栏", "监督委员会"),
            proofs=[village.Proof(png(), "公开栏.png")],
            **self.by("village"),
        )
        return posting

    def objection(self) -> Objection:
        return village.raise_objection(posting=self.posting_shown(), text="亩数不对", contact="", at=AT)

    def material(self) -> Material:
        material = village.keep_material(
            posting=self.posting_shown(),
            place="档案柜",
            keeper="文书",
            contents="公示表",
            **self.by("village"),
        )
        Material.objects.filter(pk=material.pk).update(kept_from=KEPT, kept_until=KEPT)
        return material

    def material_proposed(self) -> Material:
        return village.move_material(
            material=self.material(), move="propose", reason="期满", **self.by("village")
        )

    def application(self) -> Application:
        return village.announce(
            programme=self.programme(),
            opens_on=TODAY,
            closes_on=TODAY,
            text="到村委会申报",
            **self.by("officer"),
        )

    def photo(self) -> SimpleUploadedFile:
        return SimpleUploadedFile("公开栏.png", png(), "image/png")

    def release(self) -> Release:
        return village.draft_release(county=self.county(), year=2026, **self.by("officer"))

    def released(self) -> ReleasedVillage:
        return self.release().released.first()

    def release_handed_in(self) -> Release:
        return village.move_release(release=self.release(), move="hand_in", **self.by("county_head"))

    def release_checked(self) -> Release:
        return village.move_release(release=self.release_handed_in(), move="check", **self.by("clerk"))

    def _household(self, **changed) -> list:
        places = {code: Organisation.objects.get(code=code).short_name for code in ("WS-T1", "WS-T1-V1")}
        return lists.household(1, 乡镇=places["WS-T1"], 村=places["WS-T1-V1"], **changed)


def _entry(is_short: bool) -> ScoreEntry:
    """扣两分的一格，或满分的一格。"""
    if not is_short:
        return ScoreEntry(deduction=Decimal(0))
    return ScoreEntry(deduction=Decimal(2), reason="目录缺两项", due_on=dt.date(2026, 9, 30))


def _upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("表.xlsx", data, XLSX)


def _silent(text: str, **counts) -> None:
    """不报告步骤。"""
