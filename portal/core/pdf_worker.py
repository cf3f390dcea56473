"""渲染子进程：标准输入进 HTML，标准输出出 PDF。由 `portal.core.pdf` 启动。"""

import os
import sys

import django

from portal.core import pdf


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
    django.setup()
    sys.stdout.buffer.write(pdf.render(sys.stdin.buffer.read().decode()))


if __name__ == "__main__":
    main()
