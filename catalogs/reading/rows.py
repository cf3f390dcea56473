"""读一行：铺开的、同上的、留空的各怎样取值，勾选与时限怎样读。"""

import datetime as dt
import re
from dataclasses import replace

from catalogs import channels, limits
from catalogs.reading import ticks
from catalogs.reading.shapes import Item
from portal.core.sheets import cleaning
from portal.core.sheets.addresses import address
from portal.core.sheets.parsers import as_text
from portal.core.sheets.problems import CellProblem, Problem

DITTO = re.compile(r"^[(（]?(同上|同前|〃|″|\"|,,|‖|同)[)）]?$")
SAME_LEFT = re.compile(r"^[(（]?同左[)）]?$")
LINES = ("content", "basis", "remark", "requirements")
PLAIN = ("number", "item_1", "item_2", "item_3", "content", "basis", "time_limit", "subject", "url", "remark")
TICKS = {
    "audience_all": ("audience", ("全社会",)),
    "audience_some": ("audience", ("特定群众",)),
    "method_active": ("method", ("主动",)),
    "method_request": ("method", ("依申请公开",)),
    "level_county": ("level", ("县级",)),
    "level_township": ("level", ("乡级",)),
    "level_village": ("level", ("村级",)),
    "level_township_village": ("level", ("乡级", "村级")),
}
LABELS = {"item_1": "一级事项", "item_2": "二级事项", "item_3": "三级事项"}
GROUP_LABELS = {"audience": "公开对象", "method": "公开方式", "level": "公开层级"}
ERRORS = re.compile(r"^#(REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!)$")


class RowReader:
    """一张表里逐行的读者：记着上一行，才知道“同上”指什么。"""

    def __init__(self, owner):
        self.owner, self.sheet = owner, owner.sheet
        self.places: dict[str, int] = {}
        self.extras: dict[int, str] = {}
        self.last: dict[str, str] = {}
        self.items: list[Item] = []

    def use(self, places: dict[str, int], extras: dict[int, str]) -> None:
        """换一套列；换了领域或表头之后，“同上”不跨过去。"""
        self.places, self.extras, self.last = places, extras, {}

    def read(self, number: int, row: list, field: str) -> None:
        """读一行并记下；只有公开内容等几栏有字、其余都随合并单元格铺开的，是上一个事项的续行。"""
        texts = {key: self._text(number, row, index, key) for key, index in self.places.items()}
        if self._continues(number, row, texts):
            self._continue(number, texts)
            return
        cells = {key: address(number, index) for key, index in self.places.items()}
        self._resolve_dittos(texts, cells)
        self._fill_names(texts, cells)
        item = self._item(number, row, texts, cells, field)
        self.last = texts
        self.items.append(item)

    def _text(self, number: int, row: list, index: int, key: str) -> str:
        raw = row[index] if index < len(row) else ""
        cell = address(number, index)
        if isinstance(raw, dt.date):
            self._doubt(cell, str(raw), "这一格是日期格式，照日期读出", "如果本来是文字，请改为文本格式")
        try:
            text = as_text(raw)
        except CellProblem as problem:
            self.owner.problems.append(
                Problem(self.sheet.title, cell, str(raw), problem.message, problem.hint)
            )
            return str(raw)
        if ERRORS.match(text.strip()):
            self.owner.problems.append(
                Problem(self.sheet.title, cell, text, f"公式出错（{text}）", "请改正公式，或直接填写结果")
            )
        return cleaning.lines(text) if key in LINES or key == "channels" else cleaning.line(text)

    def _continues(self, number: int, row: list, texts: dict[str, str]) -> bool:
        """续行：序号与名称都不是自己的，除公开内容、依据之外没有自己的字。"""
        if not self.items:
            return False
        own = {
            key
            for key, text in texts.items()
            if text and (number, self.places[key]) not in self.sheet.covered
        }
        own_extras = any(
            index < len(row) and row[index] != "" and (number, index) not in self.sheet.covered
            for index in self.extras
        )
        if own_extras or not own or own - {"content", "basis"}:
            return False
        named = any(texts.get(key) for key in ("number", "item_1", "item_2"))
        merged_number = "number" in self.places and (number, self.places["number"]) in self.sheet.covered
        return (named and (merged_number or "number" not in self.places)) or not named

    def _continue(self, number: int, texts: dict[str, str]) -> None:
        item = self.items[-1]
        changes = {}
        for key in ("content", "basis"):
            own = (number, self.places.get(key, -1)) not in self.sheet.covered
            if texts.get(key) and own:
                changes[key] = f"{getattr(item, key)}\n{texts[key]}".strip("\n")
                cell = address(number, self.places[key])
                self._doubt(
                    cell,
                    texts[key],
                    f"这一行没有自己的名称，接在第 {item.row} 行之后",
                    "如果是另一个事项，请补上序号与名称",
                )
        self.items[-1] = replace(item, **changes)

    def _resolve_dittos(self, texts: dict[str, str], cells: dict[str, str]) -> None:
        order = sorted(self.places, key=self.places.get)
        for position, key in enumerate(order):
            if DITTO.match(texts[key]):
                if key in self.last and self.last[key]:
                    texts[key] = self.last[key]
                else:
                    self._doubt(cells[key], texts[key], "写着“同上”，而上面没有内容", "请填写实际的内容")
            elif SAME_LEFT.match(texts[key]) and position:
                texts[key] = texts[order[position - 1]]

    def _fill_names(self, texts: dict[str, str], cells: dict[str, str]) -> None:
        """一级事项留空而没有合并：按上一行取，并请人看一眼。二级留空只在一级也留空时随上一行。"""
        blank = {key for key in LABELS if key in texts and not texts[key]}
        if "item_1" not in blank or not self.last.get("item_1"):
            return
        for key in ("item_1",) if texts.get("item_2") else ("item_1", "item_2", "item_3"):
            if key in blank and self.last.get(key):
                texts[key] = self.last[key]
                self._doubt(
                    cells[key],
                    "",
                    f"“{LABELS[key]}”没有填写，按上一行取“{texts[key][:30]}”",
                    "请确认，或填写实际的名称",
                )

    def _item(self, number: int, row: list, texts: dict[str, str], cells: dict[str, str], field: str) -> Item:
        chosen, kept = self._chosen(texts, cells)
        kept |= self._field_words(texts)
        extra = {
            name: self._text(number, row, index, "content") for index, name in self.extras.items()
        } | kept
        if "requirements" in texts:
            extra["公开要求"] = texts["requirements"]
            self._limit_from_requirements(texts, cells)
        found = self._channels(texts, cells)
        limit = limits.parse(texts.get("time_limit", ""))
        if not limit.certain:
            self._doubt(
                cells.get("time_limit", ""),
                limit.raw,
                "公开时限没有读准，原文照存",
                "如 信息形成或者变更之日起20个工作日内",
            )
        values = {key: texts[key] for key in PLAIN if key in texts}
        if found.links and not values.get("url"):
            values["url"] = " ".join(found.links)
        elif found.links:
            found = replace(found, free=(*found.free, *found.links))
        return Item(
            field=self._field(texts, cells, field),
            sheet=self.sheet.title,
            row=number,
            cells=cells,
            limit=limit,
            channels=found,
            extra={name: text for name, text in extra.items() if text},
            **values,
            **chosen,
        )

    def _field(self, texts: dict[str, str], cells: dict[str, str], current: str) -> str:
        """领域栏里写的优先；写了而认不出的，不当作别的领域。"""
        if not texts.get("field"):
            return current
        names = self.owner.names
        code = names.code_in(texts["field"])
        if not code:
            kept = "，归入村务公开，原文照存在其他栏" if names.otherwise else ""
            hint = "请用 26 个领域的名称，或在领域别名里登记"
            self._doubt(cells["field"], texts["field"], f"认不出这个领域{kept}", hint)
        return code or names.otherwise

    def _field_words(self, texts: dict[str, str]) -> dict[str, str]:
        """认不出而另归的领域，原文照存。"""
        text, names = texts.get("field", ""), self.owner.names
        return {"领域": text} if text and names.otherwise and not names.code_in(text) else {}

    def _channels(self, texts: dict[str, str], cells: dict[str, str]) -> channels.Channels:
        found = channels.parse(texts.get("channels", ""))
        if found.doubtful:
            self._doubt(
                cells["channels"], texts["channels"], "选框的字形损坏，勾选是推断的", "请核对哪些渠道是勾选的"
            )
        return found

    def _chosen(self, texts: dict[str, str], cells: dict[str, str]) -> tuple[dict, dict[str, str]]:
        """公开对象、方式、层级：子栏的勾选，与一格里写着的；没有读懂的文字另行照存，一个也不丢。"""
        kept: dict[str, str] = {}
        found: dict[str, list[str]] = {"audience": [], "method": [], "level": []}
        note = ""
        for key, (group, names) in TICKS.items():
            if not texts.get(key):
                continue
            tick = ticks.read(texts[key], names[0])
            if tick.on:
                found[group] += names
            if tick.note and group == "audience":
                note = "；".join(part for part in (note, tick.note) if part)
            elif tick.note:
                kept[f"{names[0]}（说明）"] = tick.note
            if not tick.certain and not (tick.note and key == "audience_some"):
                self._doubt(
                    cells[key],
                    texts[key],
                    "这里应是勾选，按" + ("勾选" if tick.on else "未勾选") + "读",
                    "请用 √，不适用的留空",
                )
        for group in found:
            if text := texts.get(group):
                names, certain = ticks.choices(text, group)
                found[group] += names
                if group == "audience" and "特定群众" in names:
                    note = "；".join(part for part in (note, self._note_of(text)) if part)
                if not certain:
                    kept[GROUP_LABELS[group]] = text
                    self._doubt(cells[group], text, "没有认出是哪一项，原文照存在其他栏", "请用通行的说法")
        values = {group: tuple(dict.fromkeys(names)) for group, names in found.items()}
        return values | {"audience_note": note}, kept

    def _note_of(self, text: str) -> str:
        inside = re.search(r"特定[^（(]*[（(]([^）)]+)[）)]", text)
        return inside[1] if inside else ""

    def _limit_from_requirements(self, texts: dict[str, str], cells: dict[str, str]) -> None:
        """没有“公开时限”栏、只有“公开要求”时，从要求里找出时限那一句，并请人看一眼。"""
        if texts.get("time_limit"):
            return
        for clause in re.split(r"[；;。\n]", texts["requirements"]):
            limit = limits.parse(clause)
            if limit.certain and (limit.value or limit.anchor):
                texts["time_limit"] = clause.strip()
                self._doubt(
                    cells["requirements"], clause, "公开时限取自“公开要求”里的这一句", "请核对；依据请另填"
                )
                return

    def _doubt(self, cell: str, value: str, message: str, hint: str) -> None:
        self.owner.doubts.append(Problem(self.sheet.title, cell, value[:80], message, hint))
