"""台账页面的共同之处：分页、保存、导出、上传。"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone

from portal.core.acting import staged
from portal.core.rules import Denied
from portal.core.views import XLSX, download
from portal.organisations import selectors as organisations
from portal.organisations.models import Organisation
from tasks.actions.ledger import Invalid, StaleEdit
from tasks.history import steps_of

PER_PAGE = 50


def page_of(request, rows):
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def own_places(request) -> list[Organisation]:
    """此人替它们登记的单位。"""
    return list(organisations.working_organisations(request.user, "draft"))


def own_place(request, form=None) -> Organisation:
    """登记到哪个单位：只有一个的就是它，几个的由表单选。没有的按规则拒绝。"""
    places = own_places(request)
    if not places:
        raise Denied("只有各单位的填报人可以登记。")
    chosen = form.cleaned_data.get("organisation") if form is not None else None
    return chosen or places[0]


def saving(request, form, save, *, template: str, context: dict, said: str):
    """填写一页：照 `save(form)` 保存，转到那一条。重名、不合规矩的说在表单上（422）；别人先改了的 409，两边都看得到。"""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            row = save(form)
        except StaleEdit as stale:
            context |= {"form": form, "rows": form.beside(stale.theirs)}
            return render(request, template, context, status=409)
        except Invalid as invalid:
            form.add_error(None, invalid.reason)
        else:
            messages.success(request, said)
            return redirect(row)
    if form.errors:
        status = 422
    return render(request, template, context | {"form": form}, status=status)


def exported(book, rows, *, name: str):
    """当前筛选结果的工作簿，改好可以原样再导入。"""
    return download(book.workbook_of(rows, at=timezone.now()), f"{name}.xlsx", XLSX)


def imported(request, book, *, back: str):
    """上传进预览；没有登记权限的先拒绝。"""
    own_place(request)
    return staged(request, kind=book.kind, scope={}, back=back)


def timeline(row, *children):
    return steps_of(row, *children)
