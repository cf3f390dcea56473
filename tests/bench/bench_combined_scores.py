"""综合成绩：104 个县区 × 26 个领域 × 30 项指标（81,120 个评分），从数据库取出的行算到名次。"""

import json
import os
import random
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from assessments import combining, scoring

TITLE = "综合成绩：81,120 个评分算到名次"
GOAL = "≤ 1 秒（与机器有关，只作参考）"
SEED = 20260601
COUNTIES = 2860 if os.environ.get("BENCH_SIZE") == "large" else 104
FIELDS, INDICATORS = 26, 30
POINTS = [Decimal(4 if index % 3 == 2 else 3) for index in range(INDICATORS)]


def prepare(folder: Path) -> None:
    chance = random.Random(SEED)
    lost = [chance.choice(("0", "0", "0", "0.5", "1", "2.5")) for _ in range(COUNTIES * FIELDS * INDICATORS)]
    (folder / "lost.json").write_text(json.dumps(lost))


def rows(folder: Path) -> list[tuple[int, int, int, Decimal, Decimal]]:
    """（县区, 领域, 指标, 扣分, 得分），与 `values_list` 取出的相同。"""
    lost = map(Decimal, json.loads((folder / "lost.json").read_text()))
    return [
        (county, field, leaf, one, POINTS[leaf] - one)
        for county in range(COUNTIES)
        for field in range(FIELDS)
        for leaf, one in zip(range(INDICATORS), lost, strict=False)
    ]


def add_up(folder: Path) -> None:
    """极限：只把得分按评分表加起来，不查缺评、不折算、不排名。"""
    totals: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for county, field, _, _, value in rows(folder):
        totals[county, field] += value


def explained(folder: Path) -> None:
    """对照：每格都重新按规则评一遍，并写出解释。"""
    leaves = [scoring.Leaf(str(number), points) for number, points in enumerate(POINTS)]
    cards = defaultdict(list)
    for county, field, leaf, lost, _ in rows(folder):
        cards[county, field].append(scoring.score_leaf(leaves[leaf], scoring.Entry(lost)))
    rank(cards)


def ours(folder: Path) -> None:
    """本平台：取库里已算好的值合计、折算、合成、排名。"""
    cards = defaultdict(list)
    for county, field, leaf, lost, value in rows(folder):
        score = scoring.LeafScore(str(leaf), POINTS[leaf], lost, value, False, "")
        cards[county, field].append(score)
    rank(cards)


def rank(cards: dict) -> None:
    """评分表 → 领域得分 → 综合成绩 → 名次；有一个没算出来就中止。"""
    scores: dict[int, dict[str, combining.FieldScore]] = defaultdict(dict)
    for (county, field), leaves in cards.items():
        scores[county][str(field)] = combining.FieldScore(scoring.total(leaves).value)
    combined = {str(county): combining.combine(mine, weights={}).value for county, mine in scores.items()}
    places = combining.ranks(combined)
    if len(places) != COUNTIES or None in places.values():
        raise RuntimeError("有县区没有名次")


def allowed(_medians: dict[str, float]) -> float:
    return 1.0 * COUNTIES / 104


CASES = {
    "limit": ("只把得分加起来", add_up),
    "peer": ("每格重新按规则评一遍并写出解释", explained),
    "ours": ("取已算好的值：合计、折算、合成、排名", ours),
}
