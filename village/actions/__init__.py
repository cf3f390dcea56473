"""村务的写操作。"""

from village.actions.notice import make_notices, order_notices
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
from village.actions.programme import (
    StaleEdit,
    announce,
    blank,
    carry_over,
    change_programme,
    open_programme,
)
from village.actions.release import draft_release, move_release, publish_villages

__all__ = [
    "Source",
    "StaleEdit",
    "announce",
    "blank",
    "carry_over",
    "change_programme",
    "confirm_batch",
    "draft_release",
    "drop_upload",
    "forget_originals",
    "make_notices",
    "move_release",
    "open_numbers",
    "open_programme",
    "order_notices",
    "publish_villages",
    "read_upload",
    "record_list",
    "return_batch",
    "reverse_batch",
    "upload_list",
]
