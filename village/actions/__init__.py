"""村务的写操作。"""

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

__all__ = [
    "Source",
    "StaleEdit",
    "announce",
    "blank",
    "carry_over",
    "change_programme",
    "confirm_batch",
    "drop_upload",
    "forget_originals",
    "open_numbers",
    "open_programme",
    "read_upload",
    "record_list",
    "return_batch",
    "reverse_batch",
    "upload_list",
]
