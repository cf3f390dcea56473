"""`make test`：先并行跑不用浏览器的测试，再跑浏览器旅程。

用法：`scripts/test.py 并行数 [交给 pytest 的参数…]`。没有 REDIS_URL 时跳过要真实 Redis 的；没有 Chromium 时跳过旅程并说明。
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTHING_COLLECTED = 5
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(workers: str, rest: list[str]) -> int:
    os.chdir(ROOT)
    redis = "" if os.environ.get("REDIS_URL") else " and not redis"
    results = [_pytest("-n", workers, "-m", f"not e2e{redis}", "--ignore=tests/bench", *rest)]
    if any(map(shutil.which, BROWSERS)):
        results.append(_pytest("-m", f"e2e{redis}", *rest))
    else:
        print("没有找到 Chromium，浏览器旅程没有跑。安装：sudo apt-get install -y chromium")
    return max(results)


def _pytest(*arguments: str) -> int:
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", *arguments], check=False)
    return 0 if done.returncode == NOTHING_COLLECTED else done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "auto", sys.argv[2:]))
