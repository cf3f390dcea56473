"""像使用者那样打开工作簿改几格再存。"""

import io

import openpyxl  # noqa: TID251 测试要用别的软件的眼光改文件，不经我们自己的门


def edited(data, change) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
