"""直达村居的各台账。"""

from tasks.registers.villages import duties, postings
from tasks.standing import Register, register

AREA = "villages"
register(Register("village-duties", AREA, "村务公开", duties.rows, lots=duties.lots))
register(Register("village-releases", AREA, "年度公开", postings.releases, lots=postings.release_lots))
for code, name, source in (
    ("village-postings", "补贴公示", postings.POSTINGS),
    ("village-applications", "申报信息", postings.APPLICATIONS),
    ("village-objections", "公示异议", postings.OBJECTIONS),
    ("village-materials", "材料留存", postings.MATERIALS),
):
    register(Register(code, AREA, name, source.items, lots=source.lots))
