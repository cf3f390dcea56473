"""转抄中常见的错字：只用于给人核对的稿子，原文不动。"""

DAMAGED = (
    ("标准化标准化", "标准化规范化"),
    ("公开内容标准", "公开内容规范"),
    ("促标准", "促规范"),
    ("原那么", "原则"),
    ("效劳", "服务"),
    ("根底", "基础"),
    ("催促", "督促"),
    ("〞", "”"),
    ("〝", "“"),
)


def mended(text: str) -> str:
    """改正了错字的文字。"""
    for wrong, right in DAMAGED:
        text = text.replace(wrong, right)
    return text
