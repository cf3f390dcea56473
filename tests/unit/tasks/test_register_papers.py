"""台账里要印的单子：落款不单独落到一页上。"""

import io

import pypdf
import pytest

from tasks.register_papers import Paper, printed


@pytest.mark.parametrize("count", [16, 17, 18])
def test_the_signature_stays_with_the_paragraph_before_it(count):
    lines = "\n".join(f"第{number}件事" for number in range(1, count + 1))
    paper = Paper(
        "会议纪要", "云东县", (("地点", "二楼"),), (("纪要", lines),), signature=("云东县人民政府", "某日")
    )
    last = pypdf.PdfReader(io.BytesIO(printed(paper))).pages[-1].extract_text()
    for words in (f"第{count}件事", "云东县人民政府", "某日"):
        assert words in last
