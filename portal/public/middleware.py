"""嵌在别的网站里的公开页：只有 `?embed=1` 的公开页，且只许名单上的网站嵌。"""

from django.conf import settings

from portal.accounts import paths


class Embedding:
    """名单在 `EMBED_SITES`；名单空、或不是公开页，一概不许嵌。"""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if settings.EMBED_SITES and request.GET.get("embed") == "1" and not paths.is_private(request.path):
            response._csp_replace = {"frame-ancestors": settings.EMBED_SITES}
            response.xframe_options_exempt = True
        return response
