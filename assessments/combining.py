"""把各领域成绩合成县区总成绩：纯函数，缺的不当零分，不适用的领域不计入。"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

WEIGHTED_MEAN, PLAIN_MEAN, REPORT_ONLY = "weighted_mean", "plain_mean", "report_only"
SKIP, DENSE = "skip", "dense"
CENT = Decimal("0.01")
ONE = Decimal(1)


@dataclass(frozen=True)
class FieldScore:
    """一个领域的得分（缺为 None）与是否适用。"""

    value: Decimal | None
    is_applicable: bool = True


@dataclass(frozen=True)
class Combined:
    """一个县区的综合成绩；有缺的领域则 `value` 为 None，`missing` 列出缺哪些。"""

    value: Decimal | None
    missing: tuple[str, ...]
    explain: str


def combine(
    scores: Mapping[str, FieldScore], *, weights: Mapping[str, Decimal | str], method: str = WEIGHTED_MEAN
) -> Combined:
    """{领域: 得分} → 综合成绩。没列权重的领域权重为 1；不适用的退出分子分母。次序不影响结果。"""
    counted = {field: score.value for field, score in scores.items() if score.is_applicable}
    missing = tuple(sorted(field for field, value in counted.items() if value is None))
    if method == REPORT_ONLY:
        return Combined(None, missing, "只列各领域成绩，不合成")
    if missing:
        return Combined(None, missing, f"缺 {len(missing)} 个领域的成绩，暂不合成")
    if not counted:
        return Combined(None, (), "没有适用的领域")
    used = {f: ONE if method == PLAIN_MEAN else Decimal(str(weights.get(f, ONE))) for f in counted}
    total = sum(used.values())
    value = (sum(counted[f] * used[f] for f in counted) / total).quantize(CENT, ROUND_HALF_UP)
    how = "简单平均" if method == PLAIN_MEAN else f"按权重平均（权重合计 {total.normalize():f}）"
    return Combined(value, (), f"{len(counted)} 个适用领域{how}，得 {value}")


def ranks(scores: Mapping[str, Decimal | None], *, ties: str = SKIP) -> dict[str, int | None]:
    """名次：同分同名次，`skip` 之后跳过，`dense` 不跳；没有成绩的没有名次。"""
    known = sorted({score for score in scores.values() if score is not None}, reverse=True)
    if ties == DENSE:
        places = {score: place for place, score in enumerate(known, start=1)}
    else:
        counted = [score for score in scores.values() if score is not None]
        places = {score: 1 + sum(other > score for other in counted) for score in known}
    return {key: None if score is None else places[score] for key, score in scores.items()}


def grade(score: Decimal | None, bands: Sequence[Sequence]) -> str:
    """等次：`bands` 自高至低 [下限, 名称]；没有成绩为空。"""
    if score is None:
        return ""
    return next((name for low, name in bands if score >= Decimal(str(low))), "")


def band_problems(bands: Iterable[Sequence]) -> list[str]:
    """等次设置的毛病（中文）；合格为空。"""
    bands = list(bands)
    lows = [Decimal(str(low)) for low, _ in bands]
    problems = []
    if not bands:
        return ["至少要有一个等次"]
    if any(a <= b for a, b in zip(lows, lows[1:], strict=False)):
        problems.append("各等次的下限应由高到低")
    if lows[-1] != 0:
        problems.append("最后一个等次应从 0 分起，免得有的成绩没有等次")
    if lows[0] > 100:
        problems.append("下限不能超过 100 分")
    if any(not str(name).strip() for _, name in bands):
        problems.append("等次要有名称")
    return problems
