"""以分隔符排列的文字（CSV、TSV 等）：认出用的是哪一种分隔符。"""

DELIMITERS = ",\t;|"
SAMPLED = 50


def delimiter_of(text: str) -> str:
    """前五十行里出现最多的一种；标题行里没有分隔符、格里有别的符号都不碍事。"""
    sample = "\n".join(text.split("\n", SAMPLED)[:SAMPLED])
    return max(DELIMITERS, key=sample.count)
