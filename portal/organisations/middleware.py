"""每个请求开始时核对任期：昨天期满的人，今天第一下点击就已没有权限。"""

from django.utils import timezone

from portal.accounts import paths
from portal.core import clock
from portal.organisations import actions
from portal.organisations.models import Membership


class CurrentTerms:
    """须排在认证之后；公开专栏不读会话，因此跳过。"""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if paths.is_private(request.path) and request.user.is_authenticated:
            at = timezone.now()
            terms = Membership.objects.filter(person=request.user)
            if terms.out_of_step(on=clock.local_date(at)).exists():
                actions.align_grants(person=request.user, by=None, at=at)
