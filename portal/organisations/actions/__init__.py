"""机构、任职与人员的写入，一个名词一个模块。"""

from portal.organisations.actions.handovers import WorkLine, confirm_handover, hand_over, write_note
from portal.organisations.actions.people import (
    OneTime,
    PersonLine,
    PostLine,
    import_people,
    record_export,
    retire,
)
from portal.organisations.actions.places import (
    PlaceLine,
    add_organisation,
    end_organisation,
    import_organisations,
    reopen_organisation,
    update_organisation,
)
from portal.organisations.actions.posts import (
    align_everyone,
    align_grants,
    appoint,
    cancel_appointment,
    end_membership,
)

__all__ = [
    "OneTime",
    "PersonLine",
    "PlaceLine",
    "PostLine",
    "WorkLine",
    "add_organisation",
    "align_everyone",
    "align_grants",
    "appoint",
    "cancel_appointment",
    "confirm_handover",
    "end_membership",
    "end_organisation",
    "hand_over",
    "import_organisations",
    "import_people",
    "record_export",
    "reopen_organisation",
    "retire",
    "update_organisation",
    "write_note",
]
