"""规则的拒绝变成 403 页面，原因写在上面；找不到与不许看一样是 404。"""

from django.shortcuts import render

from portal.core.rules import Denied


class DeniedToForbidden:
    """动作或视图抛出 `Denied` 时答以 403；htmx 请求得到一小段，可以就地显示。"""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Denied):
            return None
        template = "components/denied.html" if request.headers.get("HX-Request") else "403.html"
        return render(request, template, {"reason": exception.reason}, status=403)
