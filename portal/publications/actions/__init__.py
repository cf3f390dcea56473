"""公开登记的写入。别处要让公众看到什么，只能经过这里。"""

from portal.publications.actions.override import move_override, request_override
from portal.publications.actions.publication import (
    EDITABLE,
    Reviews,
    attach_files,
    column,
    draft_publication,
    hold,
    move_publication,
    publish,
    repeal,
    save_publication,
)
from portal.publications.actions.rescan import queue_rescan, rescan
from portal.publications.gate import Blocked

__all__ = [
    "EDITABLE",
    "Blocked",
    "Reviews",
    "attach_files",
    "column",
    "draft_publication",
    "hold",
    "move_override",
    "move_publication",
    "publish",
    "queue_rescan",
    "repeal",
    "request_override",
    "rescan",
    "save_publication",
]
