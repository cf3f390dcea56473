"""排版子进程：WeasyPrint 只在这里装载，崩溃只崩溃自己，也不占网页进程的内存。

由 `press` 以 `python -P child.py` 启动，不导入本项目任何模块。标准输入每行一个 JSON：
`{"html", "css": [文本], "sources": {网址: base64}}`；标准输出每行一个 JSON 作答：
`{"pdf": base64}`，引用了没给的地址则 `{"forbidden": 网址}`，其他失败 `{"failed": 说明}`。
"""

import base64
import gc
import hashlib
import io
import json
import sys
from urllib.parse import unquote

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

PUBLIC_ID = 16
# 一件排完，成环而没有回收的对象多于此数才清扫，免得小件也等它。
LITTER = 100_000


class NotGiven(FatalURLFetchingError):
    """文档引用了没有随请求给出的地址；`args` 是网址。"""


class OnlyGiven(URLFetcher):
    """只交出随请求给出的字节；不开文件，不开连接。"""

    def __init__(self, sources: dict[str, bytes]):
        super().__init__(allowed_protocols=())
        self.sources, self.refused = sources, []

    def fetch(self, url, headers=None):
        data = self.sources.get(unquote(url))
        if data is None:
            self.refused.append(url)
            raise NotGiven(url)
        return URLFetcherResponse(url, io.BytesIO(data))


def typeset(request: dict) -> bytes:
    """一份 HTML → PDF；编号由内容定，不写时间，同样的请求得到同样的字节。"""
    sources = {url: base64.b64decode(data) for url, data in request["sources"].items()}
    fetcher, fonts = OnlyGiven(sources), FontConfiguration()
    sheets = [CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in request["css"]]
    identifier = hashlib.sha256(request["html"].encode()).digest()[:PUBLIC_ID]
    document = HTML(string=request["html"], url_fetcher=fetcher)
    data = document.write_pdf(stylesheets=sheets, font_config=fonts, pdf_identifier=identifier)
    # SVG 里的引用取不到时，排版库不声不响地留空；公文里少一张图必须有人知道。
    if fetcher.refused:
        raise NotGiven(fetcher.refused[0])
    return data


def answer(line: bytes) -> dict:
    try:
        return {"pdf": base64.b64encode(typeset(json.loads(line))).decode()}
    except NotGiven as error:
        return {"forbidden": error.args[0]}
    except Exception as error:  # noqa: BLE001 子进程的边界：任何失败都要答复，父进程据此报告
        return {"failed": f"{type(error).__name__}: {error}"}


def main() -> None:
    """排版时造出的盒子到排完才一起作废，中途反复清点只是白费（占三分之一的时间），故两件之间才清扫。"""
    gc.freeze()
    gc.disable()
    for line in sys.stdin.buffer:
        sys.stdout.write(json.dumps(answer(line)) + "\n")
        sys.stdout.flush()
        if gc.get_count()[0] > LITTER:
            gc.collect()


if __name__ == "__main__":
    main()
