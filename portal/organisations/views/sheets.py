"""机构表与人员表：下载现有的（也就是模板），上传后进预览。"""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.core import clock
from portal.core.acting import staged
from portal.core.sheets import kinds
from portal.core.views import XLSX, download
from portal.organisations import actions, permissions

PAGES = {"organisations": "organisations:tree", "users": "organisations:people"}


@login_required
@require_GET
def sheet_export(request, kind):
    """现有数据的工作簿，改了可以再导入。名册含个人信息，导出留痕。"""
    exporter, at = _known(kind, kinds.get_exporter), timezone.now()
    data = exporter.workbook(by=request.user, at=at)
    actions.record_export(kind=kind, by=request.user, at=at)
    return download(data, f"{exporter.label}_{clock.local_date(at):%Y%m%d}.xlsx", XLSX)


@login_required
@require_POST
def sheet_import(request, kind):
    permissions.check_can_administer(request.user)
    importer = _known(kind, kinds.get)
    return staged(request, kind=importer.kind, scope={}, back=reverse(PAGES[kind]))


def _known(kind: str, find):
    """只有机构与人员两种从这里走；别的种类各有自己的页面。"""
    if kind not in PAGES:
        raise Http404
    return find(kind)
