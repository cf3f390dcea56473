"""来访地址。只相信自己数得清的代理：`X-Forwarded-For` 可以由任何人填写。"""

import ipaddress

from django.conf import settings

UNKNOWN = "0.0.0.0"  # noqa: S104 表示“不知道”，并不监听


def client_ip(request) -> str:
    """访问者的地址。

    `TRUSTED_PROXIES` 是本站前面自己的代理层数 n：取 `X-Forwarded-For` 自右数第 n 个，它是最外层自家代理
    亲眼所见；其左边的都可能是伪造的。n 为 0，或头里不足 n 段时，用连接本身的地址。
    """
    count = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    candidate = hops[-count] if 0 < count <= len(hops) else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(candidate))
    except ValueError:
        return UNKNOWN
