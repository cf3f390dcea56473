"""直达村居的各台账。"""

from tasks.registers.villages import duties, postings
from tasks.standing import Register, register

AREA = "villages"
register(Register("village-duties", AREA, "村务公开", items=duties.rows, lots=duties.lots))
register(Register("village-postings", AREA, "补贴公示", items=postings.postings, lots=postings.posting_lots))
register(Register("village-releases", AREA, "年度公开", items=postings.releases, lots=postings.release_lots))
register(Register("village-applications", AREA, "申报信息", items=postings.applications))
register(Register("village-objections", AREA, "公示异议", items=postings.objections))
register(
    Register("village-materials", AREA, "材料留存", items=postings.materials, lots=postings.material_lots)
)
