"""隐私检测：埋了五千多处、又混进五千多处相像的，检出多少、误报多少，一遍要多久。"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from portal.publications.privacy import LABELS, detect
from tests.bench import planting

TITLE = "隐私检测：埋下的与相像的各五千多句"
GOAL = "各类检出率 ≥ 99.5%，误报率 ≤ 0.5%；时间不超过常见正则的 20 倍"
COMMON = {
    "id_number": re.compile(r"\d{17}[\dXx]|\d{15}"),
    "bank_card": re.compile(r"\d{16,19}"),
    "mobile": re.compile(r"1[3-9]\d{9}"),
}


def prepare(folder: Path) -> None:
    cases = {"planted": planting.planted(), "innocent": planting.innocent()}
    (folder / "cases.json").write_text(json.dumps(cases))
    for label, find in (("常见正则", common), ("本平台", kinds)):
        say(label, find, cases)


def say(label: str, find: Callable[[str], Iterable[str]], cases: dict) -> None:
    """逐类印出检出率与误报率；写到标准错误，不与计时混在一起。"""
    total = Counter(kind for kind, _ in cases["planted"])
    found = Counter(kind for kind, text in cases["planted"] if kind in find(text))
    alarms = Counter(kind for _, text in cases["innocent"] for kind in set(find(text)))
    innocent = len(cases["innocent"])
    for kind in total:
        print(
            f"  {label} {LABELS[kind]}：检出 {found[kind]}/{total[kind]}（{found[kind] / total[kind]:.2%}），"
            f"误报 {alarms[kind]}/{innocent}（{alarms[kind] / innocent:.2%}）",
            file=sys.stderr,
        )


def kinds(text: str) -> set[str]:
    return {hit.kind for hit in detect(text)}


def common(text: str) -> set[str]:
    return {kind for kind, pattern in COMMON.items() if pattern.search(text)}


def texts(folder: Path) -> list[str]:
    cases = json.loads((folder / "cases.json").read_text())
    return [text for _, text in (*cases["planted"], *cases["innocent"])]


def read_only(folder: Path) -> None:
    """极限：只把字读一遍。"""
    if sum(len(text) for text in texts(folder)) == 0:
        raise RuntimeError("没有数据")


def with_common(folder: Path) -> None:
    for text in texts(folder):
        common(text)


def ours(folder: Path) -> None:
    for text in texts(folder):
        kinds(text)


def allowed(medians: dict[str, float]) -> float:
    return 20 * medians["peer"]


CASES = {
    "limit": ("只把字读一遍", read_only),
    "peer": ("三条常见正则，不校验", with_common),
    "ours": ("归一、校验、认上下文、打码", ours),
}
