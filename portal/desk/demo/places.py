"""虚构的地方：一市八县，各县乡镇与村，市直部门取自领域归口。"""

import datetime as dt

from catalogs import actions as catalogs
from catalogs.models import Field
from portal.core import creditcode
from portal.organisations import actions
from portal.organisations.models import Organisation

K = Organisation.Kind
CITY = "云川市"
COUNTIES = (
    ("云东县", "YD", ("青石镇", "柳湾镇", "白鹤乡")),
    ("云西县", "YX", ("大河镇", "松岭镇", "枫桥乡")),
    ("川南县", "CN", ("南渡镇", "石门镇", "竹溪乡")),
    ("川北县", "CB", ("北关镇", "黄陂镇", "双泉乡")),
    ("临江区", "LJ", ("江口街道", "沿河街道", "渡口镇")),
    ("望山区", "WS", ("东山街道", "新城街道", "桃源镇")),
    ("清源县", "QY", ("清源镇", "马塘镇", "龙潭乡")),
    ("安和市", "AH", ("安和街道", "永丰镇", "杨店乡")),
)
VILLAGES = ("东风村", "红旗村")
TOWNSHIPS = sum(len(townships) for _, _, townships in COUNTIES)
# 惠农补贴的县直主管部门：（县, 编码, 名称）。
LINE_DEPARTMENT = ("YD", "YD-B2", "农业农村局")
# 乡镇要得更多时依次取用的名称。
MORE = ("长乐镇", "新河镇", "太平镇", "高桥镇", "龙泉乡", "金沙镇", "板桥镇", "洪山镇", "兰溪乡", "凤凰镇")
MOST = TOWNSHIPS + len(COUNTIES) * len(MORE)


def build(*, year: int, at: dt.datetime, townships: int = TOWNSHIPS) -> dict[str, Organisation]:
    """建立机构树与领域归口，返回 {编码: 机构}；`townships` 是全市乡镇数，各县轮流添。"""
    maker = _Maker(at)
    city = maker.add(None, CITY + "人民政府", CITY, K.CITY, "YC")
    for name in sorted({row["city_department"] for row in catalogs.standard_fields()}):
        maker.add(city, CITY + name.removeprefix("市"), name, K.DEPARTMENT, f"D{len(maker.made):02d}")
    for place, (name, code, names) in enumerate(COUNTIES):
        more = max(0, townships - TOWNSHIPS + len(COUNTIES) - 1 - place) // len(COUNTIES)
        county = maker.add(city, name + "人民政府", name, K.COUNTY, code)
        maker.add(county, f"{name}政务服务和公开办公室", f"{name}公开办", K.COUNTY_DEPARTMENT, f"{code}-B1")
        for number, township_name in enumerate((*names, *MORE[:more]), start=1):
            township = maker.add(county, name + township_name, township_name, K.TOWNSHIP, f"{code}-T{number}")
            for v, village in enumerate(VILLAGES, start=1):
                maker.add(township, township_name + village, village, K.VILLAGE, f"{code}-T{number}-V{v}")
    code, own, name = LINE_DEPARTMENT
    county = maker.made[code]
    maker.add(county, county.short_name + name, county.short_name + name, K.COUNTY_DEPARTMENT, own)
    _own_fields(maker, year, at)
    return maker.made


class _Maker:
    """逐个设立机构；信用代码、区划代码按序编造，校验码是真的。"""

    def __init__(self, at: dt.datetime):
        self.at, self.made = at, {}

    def add(self, parent, name: str, short_name: str, kind: str, code: str) -> Organisation:
        serial = len(self.made) + 1
        credit = creditcode.make(f"11999000{serial:09d}") if kind != K.VILLAGE else None
        region = (
            ""
            if kind in (K.DEPARTMENT, K.COUNTY_DEPARTMENT)
            else f"9990{serial:02d}"[:6]
            if serial < 100
            else ""
        )
        self.made[code] = actions.add_organisation(
            parent=parent,
            name=name,
            short_name=short_name,
            kind=kind,
            code=code,
            credit_code=credit,
            region_code=region,
            by=None,
            at=self.at,
        )
        return self.made[code]


def _own_fields(maker: _Maker, year: int, at: dt.datetime) -> None:
    catalogs.load_fields(by=None, at=at)
    departments = {o.short_name: o for o in maker.made.values() if o.kind == K.DEPARTMENT}
    fields = {field.code: field for field in Field.objects.all()}
    for row in catalogs.standard_fields():
        catalogs.set_owner(
            field=fields[row["code"]],
            year=year,
            department=departments[row["city_department"]],
            by=None,
            at=at,
        )
