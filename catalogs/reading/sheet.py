"""读一张表：找表头，逐行分辨标题、附注、合计、重复的表头与事项，把事项交给 `RowReader`。"""

import re
from collections.abc import Mapping

from catalogs.reading import headers
from catalogs.reading.fields import FieldNames
from catalogs.reading.headers import Header, Heading
from catalogs.reading.rows import RowReader
from catalogs.reading.shapes import ColumnReading, Item, SheetReading
from portal.core.sheets import cleaning
from portal.core.sheets.addresses import address, letter
from portal.core.sheets.parsers import shown
from portal.core.sheets.problems import Problem
from portal.core.sheets.reading import Sheet

NOTES = re.compile(
    r"^(注|附注|备注|说明|填表说明|填报说明|填表人|填报人|制表|审核人|联系人|联系电话|填报单位|单位[:：]|[*※])"
)
TOTALS = re.compile(r"^(合\s*计|总\s*计|共\s*计|小\s*计|共\s*\d+\s*[项条个])")
PAGES = re.compile(r"^(第\s*\d+\s*页.*|[-—]\s*\d+\s*[-—]|\d+\s*/\s*\d+)$")
TITLE_WORDS = ("领域", "目录", "标准", "一览表", "清单")


class SheetReader:
    """一张表的读者；读完之后 `items`、`problems`、`doubts` 与 `summary()` 是结果。"""

    def __init__(self, sheet: Sheet, names: FieldNames, default: str, mapping: Mapping[str, str]):
        self.sheet, self.names, self.mapping = sheet, names, mapping
        self.field = names.code_in(sheet.title) or default
        self.headers: list[Header] = []
        self.columns: dict[int, ColumnReading] = {}
        self.items: list[Item] = []
        self.problems: list[Problem] = []
        self.doubts: list[Problem] = []
        self.skipped: list[tuple[int, str]] = []
        self.rows: RowReader | None = None

    def read(self) -> None:
        rows = self.sheet.rows
        found = headers.find(rows)
        if found is None:
            return
        place, header = found
        for number, row in rows[:place]:
            self._title(number, row)
        self._take_header(header)
        place += len(header.rows)
        while place < len(rows):
            place += self._row(place)
        self.items = self.rows.items
        if unplaced := [item for item in self.items if not item.field]:
            self.problems.append(self._unknown_field(unplaced))

    def summary(self) -> SheetReading:
        """怎样读的，供预览。"""
        return SheetReading(
            self.sheet.title,
            tuple(dict.fromkeys(item.field for item in self.items if item.field)),
            tuple(number for header in self.headers for number in header.rows),
            tuple(self._sampled(index) for index in sorted(self.columns)),
            len(self.items),
            tuple(self.skipped),
        )

    def _row(self, place: int) -> int:
        """处理一行，返回用掉了几行（重复的表头可能有几行）。"""
        number, row = self.sheet.rows[place]
        again = headers.at(self.sheet.rows, place) if self._resembles_header(row) else None
        if again:
            self.skipped += [(line, "重复的表头") for line in again.rows]
            self._take_header(again)
            return len(again.rows)
        texts = self._distinct(row)
        if len(texts) == 1 and self._title(number, row):
            return 1
        if reason := self._not_an_item(texts):
            self.skipped.append((number, reason))
        else:
            self.rows.read(number, row, self.field)
        return 1

    def _resembles_header(self, row: list) -> bool:
        """至少有四格是表头的词，才值得当表头再认一遍。"""
        return (
            sum(bool(headers.key_of(value)) for value in row if isinstance(value, str) and len(value) < 40)
            >= headers.LEAST
        )

    def _distinct(self, row: list) -> list[str]:
        """这一行各不相同的文字；合并单元格铺开的只算一次。"""
        return list(dict.fromkeys(text for value in row if (text := cleaning.line(shown(value)))))

    def _title(self, number: int, row: list) -> bool:
        """领域的标题行：整行只有一段文字，写着一个领域。认出的从这一行起换领域。"""
        texts = self._distinct(row)
        if not texts or len(texts) > 3 or any(NOTES.match(text) for text in texts):
            return False
        for text in texts:
            code = self.names.code_in(text)
            if code and (self.names.code_of(text) or any(word in text for word in TITLE_WORDS)):
                self.field = code
                self.skipped.append((number, f"标题：{text[:30]}"))
                return True
        return False

    def _not_an_item(self, texts: list[str]) -> str:
        """不是事项的原因；是事项则为空。"""
        first = texts[0] if texts else ""
        if not texts:
            return "空行"
        if TOTALS.match(first) or (len(texts) > 1 and TOTALS.match(texts[1]) and len(texts) <= 4):
            return "合计"
        if len(texts) <= 2 and NOTES.match(first):
            return "附注"
        if len(texts) == 1 and PAGES.match(first):
            return "页码"
        if len(texts) == 1 and any(word in first for word in ("标准目录", "公开目录")):
            return f"标题：{first[:30]}"
        if len(texts) == 1 and first.isdigit():
            return "只有序号的空行"
        return ""

    def _take_header(self, header: Header) -> None:
        """换用这一段表头；认不出的、认重了的列留作其他栏。"""
        first = not self.headers
        self.headers.append(header)
        keys: dict[int, str] = {}
        for column in header.columns:
            keys[column.index] = self._key(column, keys, header)
        self.columns |= {c.index: self._reading(c, keys[c.index]) for c in header.columns}
        if first:
            self.rows = RowReader(self)
        self.rows.use(
            {key: index for index, key in keys.items() if key not in ("", "extra")},
            self._extras(header, keys),
        )

    def _key(self, column: Heading, taken: Mapping[int, str], header: Header) -> str:
        chosen = self.mapping.get(letter(column.index))
        if chosen is not None:
            return chosen
        if not column.key:
            return "extra"
        if column.key in taken.values():
            return self._second(column, taken)
        return column.key

    def _second(self, column: Heading, taken: Mapping[int, str]) -> str:
        """两列同名：没有分开写的“公开事项”第二列是二级事项，其余留作其他栏。"""
        if (
            column.key == "item_1"
            and "item_2" not in taken.values()
            and headers.key_of(column.levels[0]) == "item_1"
        ):
            return "item_2"
        return "extra"

    def _reading(self, column: Heading, key: str) -> ColumnReading:
        place = letter(column.index)
        certain = key not in ("extra",) or place in self.mapping
        near = () if certain else headers.suggestions(column.levels[-1])
        if not certain and (column.index not in self.columns):
            meant = f"您是否指“{near[0]}”？" if near else "内容原样保留在“其他栏”。"
            cell = address(self.headers[-1].rows[-1], column.index)
            self.doubts.append(Problem(self.sheet.title, cell, column.text, "这一列没有认出", meant))
        return ColumnReading(place, column.text, key, certain, near)

    def _extras(self, header: Header, keys: Mapping[int, str]) -> dict[int, str]:
        """其他栏：列序 → 栏名（重名的加列标）。"""
        names: dict[int, str] = {}
        for column in header.columns:
            if keys[column.index] == "extra":
                name = (
                    column.text
                    if column.text not in names.values()
                    else f"{column.text}（{letter(column.index)}）"
                )
                names[column.index] = name
        return names

    def _sampled(self, index: int) -> ColumnReading:
        reading = self.columns[index]
        last = self.headers[0].rows[-1]
        values = (shown(row[index]) for number, row in self.sheet.rows if number > last and index < len(row))
        samples = tuple(dict.fromkeys(text for text in values if text))[:3]
        return ColumnReading(
            reading.letter, reading.header, reading.key, reading.certain, reading.suggestions, samples
        )

    def _unknown_field(self, items: list[Item]) -> Problem:
        first = items[0]
        return Problem(
            self.sheet.title,
            first.cells.get("field") or first.cells.get("item_1") or f"A{first.row}",
            str(first.cells.get("field", "")),
            f"认不出 {len(items)} 行属于哪个领域",
            "请把工作表命名为领域名称，或在表头之上写“某某领域”，或加一列“领域”",
        )
