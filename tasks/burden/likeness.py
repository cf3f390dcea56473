"""两次要求像不像同一件事：标题去掉套话后比相邻两字，栏名比重合的多少。纯函数。"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from tasks.burden import Demand, Kind

ALIKE = 0.6
LEAST_COLUMNS = 3
# 短的至少有这么多相邻两字，几乎全在长的里（八成对应 `ALIKE`），才算长的说到了短的。
LEAST_PAIRS, CONTAINED = 6, 0.75
# 各说各的事：一个问题、一份督办。
ALONE = (Kind.ISSUE, Kind.SUPERVISION)
MARKS = re.compile(r"[\W_]+")
# 说的是怎样交、何时交、谁交，不是交什么。
NOISE = re.compile(
    r"\d+|[一二三四五六七八九十]+月(?:份|底)?(?:前)?|年度?|月底前|各县区?|县区|各(?:有关)?单位|及时|按时|按期|按要求"
    r"|关于|的通知|报送|上报|提交|报(?=市)|提供|填报|填写|制定|形成|建立|完善|做好|开展|落实|情况|工作|相关|有关|材料|市政务公开办|政务公开|的|并|和|与|及"
)


@lru_cache(8192)
def core(text: str) -> str:
    """去掉标点与套话之后的话；全是套话的，只去标点。"""
    plain = MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()
    return NOISE.sub("", plain) or plain


@lru_cache(8192)
def _pairs(text: str) -> frozenset[str]:
    words = core(text)
    return frozenset(words[i : i + 2] for i in range(len(words) - 1)) or frozenset({words})


def of_texts(a: str, b: str) -> float:
    """0 至 1：相邻两字的重合（Dice）；一长一短的，看短的有多少在长的里。"""
    left, right = _pairs(a), _pairs(b)
    shared, shorter = len(left & right), min(len(left), len(right))
    contained = CONTAINED * shared / shorter if shorter >= LEAST_PAIRS else 0.0
    return max(2 * shared / (len(left) + len(right)), contained)


def of_columns(a: Sequence[str], b: Sequence[str]) -> float:
    """0 至 1：栏名重合的占较少一方的多少；任一方不足三栏的不比。"""
    left, right = {core(name) for name in a}, {core(name) for name in b}
    if min(len(left), len(right)) < LEAST_COLUMNS:
        return 0.0
    return len(left & right) / min(len(left), len(right))


def of(a: Demand, b: Demand) -> float:
    return max(of_texts(a.text, b.text), of_columns(a.columns, b.columns))


def alike(demands: Iterable[Demand], *, least: float = ALIKE) -> list[tuple[Demand, Demand, float]]:
    """要了同一些县区、又像同一件事的各对，最像的在前。

    同一单位同一类的不比（如每季度一次的同一件事），分属两个领域的不比；整改反馈、督办单各说各的，不比；没有任何相邻两字相同、又没有栏名可比的也不必比。
    """
    found = [
        (a, b, likeness)
        for a, b in _candidates([one for one in demands if one.kind not in ALONE])
        if _may_be_one(a, b) and (likeness := of(a, b)) >= least
    ]
    return sorted(found, key=lambda one: (-one[2], one[0].key, one[1].key))


def _may_be_one(a: Demand, b: Demand) -> bool:
    if a.subject and b.subject and a.subject != b.subject:
        return False
    return (a.asker != b.asker or a.kind != b.kind) and bool(a.counties & b.counties)


def _candidates(demands: list[Demand]) -> Iterator[tuple[Demand, Demand]]:
    """共有相邻两字（或都有栏名）的各对，按标识前后。"""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(demands):
        marks = {*_pairs(one.text), *({"栏"} if len(one.columns) >= LEAST_COLUMNS else ())}
        for mark in marks:
            holders[mark].append(place)
    shared: Counter = Counter()
    for places in holders.values():
        for at, first in enumerate(places):
            for second in places[at + 1 :]:
                shared[first, second] += 1
    for first, second in shared:
        a, b = sorted((demands[first], demands[second]), key=lambda one: one.key)
        yield a, b
