"""检测的规则，一条一例；号码都是编造的。"""

import pytest

from portal.publications.privacy import detect, redact, scan_html, scan_rows, scan_text

ID, CARD, PHONE = "110101199003077715", "6222020200112230010", "13800138000"


def kinds(text: str) -> list[str]:
    return [hit.kind for hit in detect(text)]


def test_three_numbers_in_one_line_of_a_table_are_three_findings():
    assert kinds(f"1 {ID} {PHONE} 12.50 {ID[:15].replace('1990', '90')}")[:2] == ["id_number", "mobile"]
    assert kinds(f"{PHONE}-{ID}") == ["mobile", "id_number"]
    assert kinds(f"{ID}-{PHONE}") == ["id_number", "mobile"]


@pytest.mark.parametrize(
    "text", ["0871-65138000", "010 6513 8000", "(0871)65138000转8001", "12345", "400-820-8820"]
)
def test_landlines_are_not_findings(text):
    assert kinds(text) == []


@pytest.mark.parametrize("text", ["青石村", "云川市望山区城关镇青石村村民委员会", "青石村、大湾村已完成公示"])
def test_the_name_of_a_village_is_not_a_finding(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青石村三组15号", ["address"]),
        ("青石村三组", []),
        ("家庭住址：青石村三组", ["address"]),
        ("人民路88号", []),
        ("王建国，人民路88号", ["address"]),
        ("办公地址：人民路88号3楼302室", []),
        ("东湖花园3栋2单元501室", ["address"]),
        ("东湖花园3栋2单元501", ["address"]),
        ("住址：川省云川市望山区城关街道东河西路88号", ["address"]),
        ("户籍地：青石镇青石村村民委员会王庄组", ["address"]),
        ("住房城乡建设局设在人民路88号", []),
    ],
)
def test_an_address_counts_when_it_leads_to_a_door_or_a_person(text, expected):
    assert kinds(text) == expected


def test_a_number_headed_as_a_serial_number_is_not_a_phone():
    assert detect(PHONE, head="受理编号") == []
    assert [hit.kind for hit in detect(PHONE, head="联系电话")] == ["mobile"]


def test_an_amount_of_money_is_not_a_phone():
    assert kinds(f"补贴资金 ¥ {PHONE}") == kinds(f"￥{PHONE}") == kinds(f"{PHONE} 元") == []


def test_a_link_is_searched_only_for_what_is_surely_personal():
    assert kinds(f"https://a.gov.cn/t_{PHONE}.html") == []
    assert kinds(f"https://a.gov.cn/?tel={PHONE}") == ["mobile"]
    assert kinds(f"https://a.gov.cn/?k={ID}") == ["id_number"]
    assert kinds(f"{PHONE}@139.com") == ["mobile"]


def test_three_people_under_a_heading_are_a_list_and_the_list_is_not_repeated():
    rows = [[1, "张三", 5], [2, "李四光", 6], [3, "欧阳建国", 7]]
    (finding,) = scan_rows(["序号", "户主姓名", "金额"], rows, place="表格")
    assert (finding.kind, finding.place, finding.masked) == ("name_list", "表格“户主姓名”一列", "张**等 3 人")
    assert scan_rows(["序号", "户主姓名", "金额"], rows[:2], place="表格") == []


def test_masked_names_and_officials_are_not_a_list():
    masked = [[1, "张*"], [2, "李**"], [3, "王**"]]
    assert scan_rows(["序号", "户主姓名"], masked, place="表格") == []
    kinds_of = [["高中生"], ["大学生"], ["高中生"], ["高中生"]]
    assert scan_rows(["发放对象"], kinds_of, place="表格") == []
    people = [["张三", "组长"], ["李四光", "副组长"], ["王建国", "成员"]]
    assert scan_rows(["姓名", "职务"], people, place="表格") == []


def test_a_table_in_the_text_is_read_cell_by_cell():
    lines = "".join(f"<tr><td>{name}</td><td>1</td></tr>" for name in ("张三", "李四光", "王建国"))
    html = f"<p>公示</p><table><tr><th>姓名</th><th>金额</th></tr>{lines}</table>"
    assert [(f.kind, f.place) for f in scan_html(html, place="正文")] == [
        ("name_list", "正文表格 1 第 1 行第 1 列一列")
    ]


def test_a_place_never_repeats_the_number_it_names():
    (finding,) = scan_text(ID, place=f"工作表“{ID}”!A1")
    assert ID not in finding.place
    assert redact(f"名单{PHONE}.xlsx") == "名单138****8000.xlsx"
