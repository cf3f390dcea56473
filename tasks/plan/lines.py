"""把来路各异的文字理成一段一段：全角数字、多余空白、页码、硬换行。"""

import re

FULL_WIDTH = {ord("０") + n: str(n) for n in range(10)} | {
    ord("Ａ") + n: chr(ord("A") + n) for n in range(26)
}
ODD = str.maketrans(
    {
        "　": " ",
        "\xa0": " ",
        "\u200b": "",
        "\ufeff": "",
        "〔": "（",
        "〕": "）",
        "(": "（",
        ")": "）",
        "［": "（",
        "］": "）",
        "[": "（",
        "]": "）",
        "【": "（",
        "】": "）",
        "﹙": "（",
        "﹚": "）",
        "｜": "|",
        "–": "—",
        "―": "—",
        "－": "-",
        "～": "~",
        "〜": "~",
        "﹣": "-",
        "．": ".",
        ":": "：",
        ";": "；",
        **{chr(0x2488 + n): f"{n + 1}." for n in range(20)},
        **{chr(0x3220 + n): f"（{mark}）" for n, mark in enumerate("一二三四五六七八九十")},
        **{chr(code): digit for code, digit in FULL_WIDTH.items()},
    }
)
SPACED = re.compile(
    r"^([一二三四五六七八九十]{1,3}|\d{1,2}(?= +[\u4e00-\u9fff]{2})(?! +[年月日个项年度]))[ ]+(?=[\u4e00-\u9fff])"
)
PAGE_NUMBER = re.compile(r"^[-—·\s]*(第?\s*\d{1,3}\s*页?(\s*[/／共]\s*\d+\s*页?)?)[-—·\s]*$")
SPACE = re.compile(r"(?<![A-Za-z,.])[ \t]+|[ \t]+(?![A-Za-z])")
CHINESE_COMMA = re.compile(r"(?<=[\u4e00-\u9fff”）])[,](?=[\u4e00-\u9fff“（\d])")
# 句末的半角句点；“一.”“1.”是编号，不是句末。
CHINESE_STOP = re.compile(
    r"(?<=[\u4e00-\u9fff”）])(?<![一二三四五六七八九十])\.(?=$|[\u4e00-\u9fff“（]|\d{1,4}[年月])|(?<=[\u4e00-\u9fff：]\d{5})\.$"
)
END = "。！？；：.!?"
MARKER = re.compile(
    r"^(第[一二三四五六七八九十百\d]+[章节条]|[一二三四五六七八九十]{1,3}[、.]|（[一二三四五六七八九十]{1,3}）"
    r"|\d{1,2}(\.\d{1,2}){1,3}\.?(?!\d)(?![月日])|\d{1,2}[.、](?!\d(?!\d?月|\d{3}年))|（\d{1,2}）|[①-⑳⑴-⒇]"
    r"|第[一二三四五六]阶段|[一二三四五六七八九十]{1,2}是)"
)
FRAMED = re.compile(r"^\|.*\|.*\|$")
SPOKEN = re.compile(r"(单位|部门|时限|时间)：")
LABEL = re.compile(r"^（?(责任|牵头|配合|完成|时限|时间|协办|承办|附件)[\u4e00-\u9fff]{0,4}：")


def plain(line: str) -> str:
    """一行的规范写法；制表符保留，表格靠它分格。"""
    text = SPACED.sub(r"\1、", line.translate(ODD).strip(" "))
    cells = [SPACE.sub("", cell.strip()) for cell in text.split("\t")]
    return CHINESE_STOP.sub("。", CHINESE_COMMA.sub("，", "\t".join(cells))).strip("\t")


def paragraphs(text: str) -> list[str]:
    """各段；文字被硬换行的，按版心宽度接回去。"""
    raw = [plain(line) for line in text.splitlines()]
    kept = [line for line in raw if not PAGE_NUMBER.match(line) or not line]
    width = _wrapped_at([line for line in kept if line])
    if not width:
        return [line for line in kept if line]
    return [CHINESE_COMMA.sub("，", text) for text in _joined(kept, width)]


def _wrapped_at(lines: list[str]) -> int:
    """硬换行的版心宽度（字数）；各行本来就是整段的为 0。"""
    open_ended = [size(line) for line in lines if line[-1] not in END + "）" and not is_table_row(line)]
    if len(open_ended) < 3:
        return 0
    widest = sorted(open_ended)[-max(1, len(open_ended) // 10)]
    full = sum(1 for one in open_ended if abs(one - widest) <= 4)
    return round(widest) if 12 <= widest <= 70 and full >= 3 and full * 2 >= len(open_ended) * 0.6 else 0


def _joined(lines: list[str], width: int) -> list[str]:
    found: list[str] = []
    previous = ""
    for line in lines:
        if line and found and _continues(previous, line, width):
            found[-1] += line
        elif line:
            found.append(line)
        previous = line
    return found


def _continues(previous: str, line: str, width: int) -> bool:
    is_full = size(previous) >= width - 4
    fresh = MARKER.match(line) or LABEL.match(line) or is_table_row(line) or is_table_row(previous)
    is_signature = previous.endswith("。") and line[-1] not in END and size(line) < 20
    return bool(previous) and is_full and not fresh and not is_signature


def size(line: str) -> float:
    """一行有多宽，以汉字计。"""
    return sum(1 if ord(char) > 255 else 0.5 for char in line)


def is_table_row(line: str) -> bool:
    """制表符或竖线分格的一行；两头都是竖线的，只写了一格的也是。"""
    if FRAMED.match(line):
        return True
    return line.count("\t") >= 2 or (line.strip("|").count("|") >= 2 and not SPOKEN.search(line))


def cells_of(line: str) -> list[str]:
    if FRAMED.match(line):
        return [part.strip() for part in line[1:-1].split("|")]
    parts = line.split("\t") if "\t" in line else line.strip("|").split("|")
    return [part.strip() for part in parts]
