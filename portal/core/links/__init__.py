"""链接核验：各应用登记网址，这里按节奏礼貌地逐个打开，记下是否还在、变没变、多久没更新。

读订阅源见 `portal.core.links.feeds`。网络只经 `portal.core.links.fetching`，内网地址默认一律不访问。
"""

from portal.core.links.actions import check, register, register_many
from portal.core.links.addresses import BadUrl, normalise
from portal.core.links.planning import queue_all, queue_due

__all__ = ["BadUrl", "check", "normalise", "queue_all", "queue_due", "register", "register_many"]
