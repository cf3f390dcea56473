"""稿件的页面：台账、拟稿、附件、三审、公开、撤回。"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core import files, workflow
from portal.core.uploads import Refused
from portal.organisations.models import Organisation
from portal.organisations.scope import scope_of
from portal.publications import actions, freezing, gate, permissions
from portal.publications.forms import PublicationForm
from portal.publications.models import Column, Publication
from portal.publications.workflow import PUBLICATION

PER_PAGE = 30
ACCEPT = frozenset({"pdf", "docx", "xlsx"})
# 已经过了审核的。
SETTLED = (Publication.Status.PUBLISHED, Publication.Status.WITHDRAWN)


def visible(request, pk) -> Publication:
    rows = Publication.objects.visible_to(request.user).select_related("column", "organisation")
    return get_object_or_404(rows, pk=pk)


def _homes(user):
    places = {pk for perm in ("publish_first", "run_campaign") for pk in scope_of(user).organisations(perm)}
    return Organisation.objects.filter(pk__in=places)


@login_required
@require_GET
def publication_list(request):
    rows = Publication.objects.visible_to(request.user).select_related("column", "organisation")
    status, words = request.GET.get("status", ""), request.GET.get("words", "").strip()
    if status in Publication.Status.values:
        rows = rows.filter(status=status)
    if words:
        rows = rows.filter(title__icontains=words)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "statuses": Publication.Status.choices,
        "status": status,
        "words": words,
        "homes": _homes(request.user),
    }
    return render(request, "publications/list.html", context)


@login_required
@require_GET
def detail(request, pk):
    publication = visible(request, pk)
    context = {
        "publication": publication,
        "files": publication.files.select_related("file"),
        "offers": PUBLICATION.offers(publication, request.user),
        "steps": workflow.timeline(publication),
        "versions": publication.versions.all(),
        "is_changed": _is_changed(publication),
        "unseen": () if publication.status in SETTLED else gate.unseen(publication),
    }
    return render(request, "publications/detail.html", context)


def _is_changed(publication: Publication) -> bool:
    """公开之后内容与定格不符：须重审。"""
    latest = publication.versions.order_by("-number").first()
    return latest is not None and latest.hash != freezing.hash_of(freezing.content_of(publication))


@login_required
@require_http_methods(["GET", "POST"])
def create(request, organisation):
    home = get_object_or_404(_homes(request.user), pk=organisation)
    form = PublicationForm(
        request.POST or None, initial={"column": Column.objects.filter(slug="progress").first()}
    )
    if request.method == "POST" and form.is_valid():
        values = {k: v for k, v in form.cleaned_data.items() if k in actions.EDITABLE}
        publication = actions.draft_publication(
            column=form.cleaned_data["column"],
            organisation=home,
            values=values,
            body_html=form.cleaned_data["body_html"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "已存为草稿，可以上传附件后送审")
        return redirect(publication)
    context = {"form": form, "organisation": home}
    return render(request, "publications/edit.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    publication = visible(request, pk)
    permissions.check_can_edit(request.user, publication)
    initial = {"version": publication.version, "body_html": publication.body_html}
    form = PublicationForm(request.POST or None, instance=publication, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {k: v for k, v in form.cleaned_data.items() if k in actions.EDITABLE}
        actions.save_publication(
            publication=publication,
            values=values,
            body_html=form.cleaned_data["body_html"],
            version=form.cleaned_data["version"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "已保存")
        return redirect("publications:detail", pk)
    context = {"form": form, "publication": publication, "organisation": publication.organisation}
    return render(request, "publications/edit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def attach(request, pk):
    """追加附件。"""
    publication = visible(request, pk)
    permissions.check_can_edit(request.user, publication)
    at, kept = timezone.now(), [row.file for row in publication.files.select_related("file")]
    try:
        kept += [
            files.store(f.read(), f.name, accept=ACCEPT, by=request.user, at=at)
            for f in request.FILES.getlist("file")
        ]
    except Refused as refused:
        messages.error(request, f"没有收下：{refused}")
        return redirect(publication)
    actions.attach_files(publication=publication, stored=kept, by=request.user, at=at)
    return redirect(publication)


@login_required
@require_POST
def detach(request, pk, position):
    publication = visible(request, pk)
    kept = [row.file for row in publication.files.select_related("file") if row.position != position]
    actions.attach_files(publication=publication, stored=kept, by=request.user, at=timezone.now())
    return redirect(publication)


@login_required
@require_POST
def move(request, pk, move):
    publication = visible(request, pk)
    try:
        publication = actions.move_publication(
            publication=publication,
            move=PUBLICATION[move].name,
            by=request.user,
            at=timezone.now(),
            reason=request.POST.get("reason", "")[:300],
        )
    except actions.Blocked as blocked:
        messages.error(request, blocked.reason)
        return redirect("publications:scan", pk)
    messages.success(request, f"《{publication.title}》{publication.get_status_display()}")
    return redirect(publication)
