"""含个人号码的原件：加密存放，用完即删。不进 `files`，没有下载的网址，备份里也是密文。"""

import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portal.core.crypto import Sealer

FOLDER = "vault"
PURPOSE = "core.vault"


def keep(data: bytes) -> str:
    """加密存一份，返回取回用的名字。"""
    return default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}", ContentFile(Sealer(PURPOSE).seal(data)))


def take(name: str) -> bytes:
    """`keep` 存的原件；已经删掉的抛 `FileNotFoundError`。"""
    if not name:
        raise FileNotFoundError("没有原件")
    with default_storage.open(name) as handle:
        return Sealer(PURPOSE).open(handle.read())


def drop(name: str) -> None:
    """删去一份；已经没有的不算错。"""
    if name:
        default_storage.delete(name)
