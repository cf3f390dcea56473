"""公众提交的限速：不用验证码，不认识访客，只数最近一段时间里来过几次；各进程共用。"""

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache

from portal.core.crypto import keyed_hash

PURPOSE = "public.limit"


@dataclass(frozen=True)
class Limit:
    """`window` 之内至多 `count` 次。"""

    name: str
    count: int
    window: dt.timedelta

    def takes(self, subject: str) -> bool:
        """`subject`（地址、对象）再来一次还收不收；收就占去一个名额，到时自己腾出来。

        名额逐个占用，两个进程不会占到同一个，所以不会多收。缓存里只有带密钥的散列，没有地址。
        """
        key = keyed_hash(f"{self.name}:{subject}".encode(), purpose=PURPOSE)[:32]
        seconds = int(self.window.total_seconds())
        return any(cache.add(f"limit:{key}:{slot}", 1, seconds) for slot in range(self.count))
