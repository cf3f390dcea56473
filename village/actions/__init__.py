"""村务的写操作。"""

from village.actions.inquiry import UnclearPerson, Who, answer_inquiry
from village.actions.material import keep_material, move_material
from village.actions.notice import make_notices, order_notices
from village.actions.objection import answer_objection, contact_of, raise_objection, record_objection
from village.actions.payment import (
    Source,
    confirm_batch,
    drop_upload,
    forget_originals,
    open_numbers,
    read_upload,
    record_list,
    return_batch,
    reverse_batch,
    upload_list,
)
from village.actions.posting import (
    Proof,
    Shown,
    add_evidence,
    cancel_posting,
    end_postings,
    register_postings,
)
from village.actions.programme import (
    NameTaken,
    StaleEdit,
    announce,
    blank,
    carry_over,
    change_programme,
    draft_application,
    open_programme,
    remind_applications,
)
from village.actions.release import draft_release, move_release, publish_villages

__all__ = [
    "NameTaken",
    "Proof",
    "Shown",
    "Source",
    "StaleEdit",
    "UnclearPerson",
    "Who",
    "add_evidence",
    "announce",
    "answer_inquiry",
    "answer_objection",
    "blank",
    "cancel_posting",
    "carry_over",
    "change_programme",
    "confirm_batch",
    "contact_of",
    "draft_application",
    "draft_release",
    "drop_upload",
    "end_postings",
    "forget_originals",
    "keep_material",
    "make_notices",
    "move_material",
    "move_release",
    "open_numbers",
    "open_programme",
    "order_notices",
    "publish_villages",
    "raise_objection",
    "read_upload",
    "record_list",
    "record_objection",
    "register_postings",
    "return_batch",
    "remind_applications",
    "reverse_batch",
    "upload_list",
]
