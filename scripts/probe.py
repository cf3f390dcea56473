"""容器与监控的探针：`scripts/probe.py http://127.0.0.1:8000/healthz`，答 200 则退出码为 0。

以 ALLOWED_HOSTS 的第一个域名作主机名，站点不必为探针放行 127.0.0.1。只用标准库，不装载 Django。
"""

import os
import sys
import urllib.error
import urllib.request


def main(url: str) -> int:
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip("*.")
    request = urllib.request.Request(url, headers={"Host": host} if host else {})  # noqa: S310 地址由运维写定
    try:
        with urllib.request.urlopen(request, timeout=4) as response:  # noqa: S310 同上
            return 0 if response.status == 200 else 1
    except urllib.error.HTTPError as error:
        print(f"{url} 答 {error.code}：{error.read(500).decode(errors='replace')}")
    except OSError as error:
        print(f"{url} 没有应答：{error}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
