"""领域的名称：逐年会变，旧名称一直认得。"""

from catalogs.models import Field, FieldName
from catalogs.models.field import split_names


def field_names() -> dict[str, str]:
    """认得的全部领域名称与别名（含往年的）→ 领域编号；编号本身也认。"""
    names = {}
    for field in Field.objects.all():
        names |= dict.fromkeys((field.code, *field.names), field.code)
    rows = FieldName.objects.values_list("name", "also_known_as", "field__code")
    for name, also_known_as, code in rows:
        names |= dict.fromkeys(split_names(name, also_known_as), code)
    return names


def name_in(field: Field, year: int) -> str:
    """某年度这个领域的名称。"""
    renamed = field.renamings.filter(year__lte=year).order_by("-year").first()
    return renamed.name if renamed else field.name
