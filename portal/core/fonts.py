"""公文的四种字体在本机各落到哪一款（经 fc-match）。不依赖排版库，缺了排版库也能查。"""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

# 依次寻找；与 static/css/print/document.css 的字体栈一致，最后一款是开源的替代。
FACES = {
    "小标宋": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "Noto Serif CJK SC"),
    "仿宋": (
        "仿宋_GB2312",
        "FangSong_GB2312",
        "FangSong",
        "仿宋",
        "LXGW WenKai",
        "AR PL UMing CN",
        "Noto Serif CJK SC",
    ),
    "楷体": (
        "楷体_GB2312",
        "KaiTi_GB2312",
        "KaiTi",
        "楷体",
        "LXGW WenKai",
        "AR PL UKai CN",
        "Noto Serif CJK SC",
    ),
    "黑体": ("SimHei", "黑体", "Noto Sans CJK SC"),
}


@dataclass(frozen=True)
class Face:
    """公文的一种字体：`wanted` 是规定的，`resolved` 是本机实际用的，一款也没有则为空。"""

    role: str
    wanted: str
    resolved: str

    @property
    def is_missing(self) -> bool:
        return not self.resolved

    @property
    def is_fallback(self) -> bool:
        """用的是开源的替代字体，字形与规定的不同。"""
        return self.resolved.startswith(("Noto ", "LXGW ", "AR PL "))


def resolve() -> list[Face]:
    """四种字体，按公文里的先后。"""
    return [Face(role, names[0], _first(names)) for role, names in FACES.items()]


def is_title_substituted() -> bool:
    """标题用的是替代字体。查不了（没有 fc-match）时当作是：多半什么字体也没装。"""
    if not shutil.which("fc-match"):
        return True
    names = FACES["小标宋"]
    return Face("小标宋", names[0], _first(names)).is_fallback


def _first(names: Sequence[str]) -> str:
    """装了的第一款。fc-match 总有答案，名称对得上才算。"""
    for name in names:
        answer = subprocess.run(  # noqa: S603 命令固定，字体名来自上表
            ["fc-match", "-f", "%{family}", name],  # noqa: S607 系统的 fontconfig
            capture_output=True,
            text=True,
            check=False,
        )
        if name.lower() in answer.stdout.lower():
            return name
    return ""
