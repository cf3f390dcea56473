"""村级目录各行要用的对象：望山区东山街道东风村（`village` 的村）的。"""

from catalogs.models import Catalog, Field
from portal.organisations.models import Organisation
from tests.integration.access.city import TODAY
from village.actions import linkage, record
from village.actions.record import Posting
from village.duties import reading
from village.models import CycleRecord, Linkage

VILLAGE = "WS-T1-V1"


class VillageStage:
    """`Stage` 的一部分。"""

    def village(self) -> Organisation:
        return Organisation.objects.get(code=VILLAGE)

    def village_field(self) -> int:
        return Field.objects.get(is_village=True).pk

    def village_key(self) -> str:
        """照样本的一个事项。"""
        items = reading.items_of(self.village(), on=TODAY)
        return next(item.key for item in items if item.values["item_2"] == "村规民约")

    def unlinked_key(self) -> str:
        items = reading.items_of(self.village(), on=TODAY)
        return next(item.key for item in items if item.values["item_2"] == "村民会议决议")

    def slot_token(self) -> str:
        return reading.board(self.village(), year=TODAY.year, on=TODAY).waiting[0].token

    def cycle_record(self) -> CycleRecord:
        slots = reading.board(self.village(), year=TODAY.year, on=TODAY).waiting[:1]
        [row] = record.record_slots(
            village=self.village(), slots=slots, posting=Posting(TODAY), **self.by("village")
        )
        return row

    def linkage(self) -> Linkage:
        catalog = Catalog.objects.get(kind=Catalog.Kind.COUNTY, organisation__code="WS")
        return linkage.declare_own(
            catalog=catalog, key=self.unlinked_key(), reason="村民自治事项", **self.by("officer")
        )
