"""章节文字：只由定格数据算出，同样的数据得到同样的字。办公室可以改文字，改不了数字的来源。

每章是段落列表；`compute(snapshot)` 给出 {章节标识: 段落文字}，段落以换行相隔。
"""

from collections import Counter
from decimal import Decimal

CHAPTERS = (
    ("overview", "总体情况"),
    ("organisation", "考核组织"),
    ("ranking", "综合成绩与排名"),
    ("fields", "分领域情况"),
    ("counties", "分县区情况"),
    ("problems", "主要问题与整改"),
    ("next", "下一步建议"),
)
CLOSED, DISMISSED, FILED = "closed", "dismissed", "已备案"


def compute(snapshot: dict) -> dict[str, str]:
    """各章的计算文字。"""
    writers = {
        "overview": _overview,
        "organisation": _organisation,
        "ranking": _ranking,
        "fields": _fields,
        "counties": _counties,
        "problems": _problems,
        "next": _next,
    }
    return {key: "\n".join(writers[key](snapshot)) for key, _ in CHAPTERS}


def wording(snapshot: dict, edited: dict[str, str]) -> dict[str, list[str]]:
    """成文：改过的章节用改过的文字，其余用计算文字；{章节标识: 段落列表}。"""
    computed = compute(snapshot)
    return {key: _paragraphs(edited.get(key) or computed[key]) for key, _ in CHAPTERS}


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _overview(s: dict) -> list[str]:
    campaign, filings = s["campaign"], s["filings"]
    filed = [f for f in filings if f["status"] == FILED]
    on_time = sum(f["standing"] == "按时" for f in filed)
    lines = [
        f"按照{campaign['title']}部署，{campaign['city']}组织{len(s['counties'])}个县区、{len(departments(s))}个市直部门，"
        f"在{len(s['fields'])}个领域开展基层政务公开标准化规范化工作。"
        f"截至{day(s['taken_at'])}，{len(filed)}个县区完成专项行动方案备案并同步公开，其中按时报送{on_time}个。"
    ]
    scored = ranked(s)
    if scored:
        values = [Decimal(row["score"]) for row in scored]
        mean = (sum(values) / len(values)).quantize(Decimal("0.01"))
        lines.append(
            f"各县区综合成绩平均{mean}分，最高{scored[0]['score']}分（{scored[0]['county']}），"
            f"最低{scored[-1]['score']}分（{scored[-1]['county']}）；{_grades(scored)}。"
        )
    else:
        lines.append("各领域考核成绩尚未齐备，本稿暂不排名。")
    issues = s["issues"]
    lines.append(
        f"考核共列出问题{len(issues)}个，已销号{_count(issues, CLOSED)}个，整改完成率{rate(issues)}。"
    )
    return lines


def _organisation(s: dict) -> list[str]:
    fields = s["fields"]
    accepted = [f for f in fields if f["status"] == "accepted"]
    late = [f["name"] for f in fields if f["is_late"]]
    missing = [f["name"] for f in fields if f["status"] not in ("submitted", "accepted")]
    lines = [
        f"考核由各领域市直主管部门按下发的考核方案组织实施，共{len(fields)}个领域、{s['leaf_count']}项末级指标。"
        f"市政务公开办已接收{len(accepted)}个领域的考核成绩和问题清单。"
    ]
    if late:
        lines.append(f"逾期报送的领域{len(late)}个：{names(late)}。")
    if missing:
        lines.append(f"尚未报送的领域{len(missing)}个：{names(missing)}，其成绩未计入。")
    lines.append(
        f"综合成绩采用“{s['rule']['method_label']}”，{_bands(s)}。未评不按零分计算，不适用的领域不计入。"
    )
    return lines


def _ranking(s: dict) -> list[str]:
    scored = ranked(s)
    if not scored:
        return ["成绩未齐备，暂不排名。"]
    listed = "；".join(f"第{r['rank']}名{r['county']}，{r['score']}分，{r['grade']}" for r in scored)
    lines = [f"{listed}。"]
    unranked = [r for r in s["combined"] if r["rank"] is None]
    for row in unranked:
        lines.append(f"{row['county']}缺{names(row['missing'])}领域成绩，暂不排名。")
    return lines


def _fields(s: dict) -> list[str]:
    means = field_means(s)
    if not means:
        return ["各领域成绩尚未报送。"]
    ordered = sorted(means.items(), key=lambda item: (-item[1], item[0]))
    label = {f["code"]: f["name"] for f in s["fields"]}
    top = "、".join(f"{label[code]}（{value}分）" for code, value in ordered[:3])
    low = "、".join(f"{label[code]}（{value}分）" for code, value in ordered[-3:][::-1])
    by_field = Counter(issue["field"] for issue in s["issues"])
    lines = [f"平均成绩较高的领域：{top}；较低的领域：{low}。"]
    if by_field:
        most = "、".join(f"{name}（{count}个）" for name, count in by_field.most_common(3))
        lines.append(f"问题较多的领域：{most}。")
    return lines


def _counties(s: dict) -> list[str]:
    lines = []
    for row in s["combined"]:
        cells = {c: v for c, v in s["scores"][row["code"]].items() if v is not None}
        mine = [issue for issue in s["issues"] if issue["county"] == row["county"]]
        if not cells:
            lines.append(f"{row['county']}：成绩尚未报送。")
            continue
        label = {f["code"]: f["name"] for f in s["fields"]}
        best = max(cells, key=lambda c: (Decimal(cells[c]), c))
        worst = min(cells, key=lambda c: (Decimal(cells[c]), c))
        head = f"综合{row['score']}分，{row['grade']}，第{row['rank']}名" if row["rank"] else "暂不排名"
        lines.append(
            f"{row['county']}：{head}。{label[best]}领域得分最高（{cells[best]}分），"
            f"{label[worst]}领域得分最低（{cells[worst]}分）；列出问题{len(mine)}个，已销号{_count(mine, CLOSED)}个。"
        )
    return lines


def _problems(s: dict) -> list[str]:
    issues = s["issues"]
    if not issues:
        return ["考核没有列出问题。"]
    common = Counter(issue["description"].rstrip("。") for issue in issues).most_common(5)
    lines = [
        f"共列出问题{len(issues)}个，涉及{len({i['county'] for i in issues})}个县区、{len({i['field'] for i in issues})}个领域。",
        "较为集中的问题：" + "；".join(f"{text}（{count}处）" for text, count in common) + "。",
    ]
    states = Counter(issue["status_label"] for issue in issues)
    lines.append(
        "整改情况：" + "，".join(f"{label}{count}个" for label, count in states.most_common()) + "。"
    )
    overdue = [issue for issue in issues if issue["is_overdue"]]
    if overdue:
        by_county = Counter(issue["county"] for issue in overdue)
        lines.append(
            f"超过整改时限仍未销号的{len(overdue)}个，分布在"
            + "、".join(f"{c}（{n}个）" for c, n in by_county.most_common())
            + "。"
        )
    return lines


def _next(s: dict) -> list[str]:
    lines, means = [], field_means(s)
    label = {f["code"]: f["name"] for f in s["fields"]}
    if means:
        low = [label[c] for c, _ in sorted(means.items(), key=lambda item: (item[1], item[0]))[:3]]
        lines.append(
            f"一是补齐短板。以{names(low)}等平均成绩偏低的领域为重点，由主管部门逐项对照标准指引加强指导。"
        )
    still = [i for i in s["issues"] if i["status"] not in (CLOSED, DISMISSED)]
    if still:
        lines.append(
            f"二是盯紧整改。对尚未销号的{len(still)}个问题逐条跟踪，以能够打开核对的链接为整改到位的凭据。"
        )
    lines.append(
        f"{'三' if len(lines) == 2 else '二' if lines else '一'}是巩固成果。总结推广成绩较好县区的做法，把有效措施固化为日常工作机制。"
    )
    return lines


def ranked(s: dict) -> list[dict]:
    """有名次的县区，名次在前。"""
    return sorted((r for r in s["combined"] if r["rank"] is not None), key=lambda r: (r["rank"], r["code"]))


def field_means(s: dict) -> dict[str, Decimal]:
    """各领域在有成绩的县区上的平均分，两位小数。"""
    means = {}
    for field in s["fields"]:
        values = [
            Decimal(row[field["code"]]) for row in s["scores"].values() if row.get(field["code"]) is not None
        ]
        if values:
            means[field["code"]] = (sum(values) / len(values)).quantize(Decimal("0.01"))
    return means


def departments(s: dict) -> set[str]:
    return {field["department"] for field in s["fields"]}


def rate(issues: list[dict]) -> str:
    """整改完成率：已销号 ÷ 应整改（不予认定的不算），一位小数。"""
    due = [issue for issue in issues if issue["status"] != DISMISSED]
    if not due:
        return "—"
    return f"{(Decimal(100) * _count(due, CLOSED) / len(due)).quantize(Decimal('0.1'))}%"


def day(moment: str) -> str:
    """ISO 时刻 → 2026年11月20日（月日不补零）。"""
    year, month, date = moment[:10].split("-")
    return f"{year}年{int(month)}月{int(date)}日"


def names(items) -> str:
    return "、".join(items)


def _count(issues: list[dict], status: str) -> int:
    return sum(issue["status"] == status for issue in issues)


def _grades(scored: list[dict]) -> str:
    counts = Counter(row["grade"] for row in scored)
    return "，".join(f"{grade}{count}个" for grade, count in counts.items())


def _bands(s: dict) -> str:
    return "、".join(f"{Decimal(low).normalize():f}分以上为{name}" for low, name in s["rule"]["bands"][:-1])
