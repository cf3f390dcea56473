"""评分：一个纯函数算遍页面、工作簿、报告里的每一个分数。只用 Decimal，缺评不当零分。

规则（都见于实际的考核办法）：
- `deduction` 按缺陷扣分，每种缺陷有单位扣分，扣完为止：`{"defects": {"链接失效": "2"}}`；没有单位时由评分人填扣分。
- `addition` 按要点得分，各要点分值之和等于指标分值：`{"checks": {"目录齐全": "2", "更新及时": "3"}}`。
- `range` 区间酌情扣分，扣分在 `{"minimum": "0.5", "maximum": "9"}` 之间，须写原因。
- 不适用：指标退出分母，其余按比例折算回满分。
叶子保留四位小数，合计保留两位，都用四舍五入；除此之外不取整。
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

DEDUCTION, ADDITION, RANGE = "deduction", "addition", "range"
RULES = (DEDUCTION, ADDITION, RANGE)
LABELS = {DEDUCTION: "扣分", ADDITION: "得分", RANGE: "酌情扣分"}
ZERO, CENT, STEP = Decimal(0), Decimal("0.01"), Decimal("0.0001")


@dataclass(frozen=True)
class Leaf:
    """末级指标：序号、分值、规则与参数；`parent` 是上级序号。"""

    number: str
    points: Decimal
    rule: str = DEDUCTION
    config: Mapping = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """对一个指标的评定。`counts` 是各缺陷件数，或各要点是否做到（1/0）；直接填扣分时用 `deduction`。"""

    deduction: Decimal | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    is_inapplicable: bool = False

    @property
    def is_missing(self) -> bool:
        return self.deduction is None and not self.counts and not self.is_inapplicable


@dataclass(frozen=True)
class LeafScore:
    """一个指标的结果；未评时 `deduction` 与 `value` 为 None，不适用时也是。"""

    number: str
    points: Decimal
    deduction: Decimal | None
    value: Decimal | None
    is_inapplicable: bool
    explain: str


@dataclass(frozen=True)
class Total:
    """一张评分表的结果。`value` 是折算后的百分制得分，有未评的为 None；`missing` 是未评的序号。"""

    value: Decimal | None
    raw: Decimal
    applicable: Decimal
    missing: tuple[str, ...]
    explain: str


def score_leaf(leaf: Leaf, entry: Entry | None) -> LeafScore:
    """算一个指标。抛 `ValueError`（中文）：件数与规则不合、扣分超出范围。"""
    if entry is None or entry.is_missing:
        return LeafScore(leaf.number, leaf.points, None, None, False, "未评（不按零分计）")
    if entry.is_inapplicable:
        return LeafScore(leaf.number, leaf.points, None, None, True, f"不适用，{show(leaf.points)} 分不计入")
    deduction, how = _by_counts(leaf, entry) if entry.counts else _by_hand(leaf, entry.deduction)
    deduction = deduction.quantize(STEP, ROUND_HALF_UP)
    value = leaf.points - deduction
    return LeafScore(
        leaf.number,
        leaf.points,
        deduction,
        value,
        False,
        f"分值 {show(leaf.points)}，{how}，得 {show(value)}",
    )


def total(scores: Iterable[LeafScore], *, full: Decimal = Decimal(100)) -> Total:
    """合计并折算到 `full`（百分制）：得分 ÷ 适用指标的分值 × 满分。次序不影响结果。"""
    scores = list(scores)
    counted = [score for score in scores if not score.is_inapplicable]
    missing = tuple(score.number for score in counted if score.value is None)
    raw = sum((score.value for score in counted if score.value is not None), ZERO)
    applicable = sum((score.points for score in counted), ZERO)
    if not counted:
        return Total(None, ZERO, ZERO, (), "全部指标不适用，不计分")
    if missing:
        return Total(None, raw, applicable, missing, f"还有 {len(missing)} 项未评，暂不合计")
    value = scale(raw, applicable, full)
    explain = f"适用指标合计 {show(applicable)} 分，得 {show(raw)} 分"
    explain += "" if applicable == full else f"，折算为 {value} 分"
    return Total(value, raw, applicable, (), explain)


def scale(raw: Decimal, applicable: Decimal, full: Decimal = Decimal(100)) -> Decimal:
    """按比例折算到 `full`，两位小数，四舍五入。"""
    return (raw * full / applicable).quantize(CENT, ROUND_HALF_UP)


def show(number: Decimal) -> str:
    """分数的写法：至少两位小数，多余的零不写。"""
    text = f"{number.quantize(STEP, ROUND_HALF_UP):f}"
    return text[:-2] if text.endswith("00") else text.rstrip("0")


def _by_counts(leaf: Leaf, entry: Entry) -> tuple[Decimal, str]:
    units = units_of(leaf)
    unknown = [name for name in entry.counts if name not in units]
    if unknown:
        raise ValueError(f"规则里没有“{unknown[0]}”，可用的是：{'、'.join(units) or '（无）'}")
    if any(count < 0 for count in entry.counts.values()):
        raise ValueError("件数不能是负数")
    if leaf.rule == ADDITION:
        gained = sum((units[name] for name, done in entry.counts.items() if done), ZERO)
        done = (
            "、".join(f"{name}{show(units[name])}" for name, ok in entry.counts.items() if ok)
            or "各要点均未做到"
        )
        return leaf.points - min(gained, leaf.points), f"做到：{done}"
    lost = sum((units[name] * count for name, count in entry.counts.items()), ZERO)
    found = "，".join(
        f"发现 {n} 处“{name}”每处扣 {show(units[name])}" for name, n in entry.counts.items() if n
    )
    capped = min(lost, leaf.points)
    cap = "，扣完为止" if lost > leaf.points else ""
    return capped, f"{found or '没有发现问题'}，扣 {show(capped)}{cap}"


def _by_hand(leaf: Leaf, deduction: Decimal) -> tuple[Decimal, str]:
    if deduction < 0:
        raise ValueError("扣分不能是负数")
    if deduction > leaf.points:
        raise ValueError(f"扣分 {show(deduction)} 超过分值 {show(leaf.points)}")
    if leaf.rule == RANGE and deduction:
        low, high = Decimal(leaf.config["minimum"]), Decimal(leaf.config["maximum"])
        if not low <= deduction <= high:
            raise ValueError(f"酌情扣分应在 {show(low)} 至 {show(high)} 之间，现为 {show(deduction)}")
    return deduction, f"扣 {show(deduction)}"


def units_of(leaf: Leaf) -> dict[str, Decimal]:
    """规则里各缺陷（要点）的单位分。"""
    key = "checks" if leaf.rule == ADDITION else "defects"
    return {name: Decimal(str(unit)) for name, unit in leaf.config.get(key, {}).items()}


def config_problems(rule: str, points: Decimal, config: Mapping) -> list[str]:
    """规则参数的毛病（中文）；合格为空。"""
    leaf = Leaf("", points, rule, config)
    units = units_of(leaf) if rule != RANGE else {}
    problems = [f"“{name}”的分值应大于零" for name, unit in units.items() if unit <= 0]
    if rule == DEDUCTION:
        problems += [
            f"“{name}”每处扣 {show(u)}，超过分值 {show(points)}" for name, u in units.items() if u > points
        ]
    if rule == ADDITION and sum(units.values(), ZERO) != points:
        problems.append(f"各要点分值合计 {show(sum(units.values(), ZERO))}，应等于指标分值 {show(points)}")
    if rule == RANGE:
        low, high = Decimal(str(config.get("minimum", 0))), Decimal(str(config.get("maximum", points)))
        if not ZERO <= low <= high <= points:
            problems.append(f"酌情扣分区间应在 0 至 {show(points)} 之间，且下限不大于上限")
    return problems


def sum_problems(nodes: Iterable[tuple[str, str, Decimal]]) -> list[str]:
    """逐级核对分值：上级等于下级之和。`nodes` 是（序号, 上级序号, 分值）。"""
    nodes = list(nodes)
    children: dict[str, Decimal] = {}
    for _, parent, points in nodes:
        if parent:
            children[parent] = children.get(parent, ZERO) + points
    return [
        f"{number} 的分值 {show(points)} 与下级合计 {show(children[number])} 不符"
        for number, _, points in nodes
        if number in children and children[number] != points
    ]


def describe(rule: str, config: Mapping) -> str:
    """规则的文字写法，用于工作簿：`扣分｜链接失效:2；内容缺失:1`、`得分｜目录齐全:2`、`酌情扣分｜0.5-9`、`扣分`。"""
    label = LABELS[rule]
    if rule == RANGE:
        return f"{label}｜{config['minimum']}-{config['maximum']}"
    units = config.get("checks" if rule == ADDITION else "defects", {})
    return label + ("｜" + "；".join(f"{name}:{unit}" for name, unit in units.items()) if units else "")


def parse_rule(text: str, points: Decimal) -> tuple[str, dict]:
    """`describe` 的逆。抛 `ValueError`（中文，说明该怎么写）。"""
    head, _, tail = text.strip().replace("|", "｜").replace("；", ";").replace("：", ":").partition("｜")
    rule = next((rule for rule, label in LABELS.items() if label == head.strip()), None)
    if rule is None:
        raise ValueError(f"不认识规则“{head}”，应为“扣分”“得分”或“酌情扣分”")
    if rule == RANGE:
        low, _, high = (tail or f"0-{points}").partition("-")
        config = {"minimum": str(_number(low)), "maximum": str(_number(high))}
    else:
        pairs = [part.rpartition(":") for part in tail.split(";") if part.strip()]
        if any(not name.strip() for name, _, _ in pairs):
            raise ValueError("应写成“名称:分值；名称:分值”")
        units = {name.strip(): str(_number(unit)) for name, _, unit in pairs}
        config = {"checks" if rule == ADDITION else "defects": units} if units or rule == ADDITION else {}
    problems = config_problems(rule, points, config)
    if problems:
        raise ValueError("；".join(problems))
    return rule, config


def _number(text: str) -> Decimal:
    try:
        return Decimal(text.strip())
    except ArithmeticError:
        raise ValueError(f"“{text.strip()}”不是数字") from None
