"""密码学的门：国密 SM3 摘要、SM4 加密与带密钥的散列。"""

import base64
import hmac
import os
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings


def sm3_hex(data: bytes) -> str:
    """`data` 的 SM3 摘要（GB/T 32905-2016），64 位十六进制。"""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


def keyed_hash(data: bytes, *, purpose: str) -> str:
    """用本站密钥、按用途加盐的散列：可比对而不可反推，不同用途互不相通。"""
    return hmac.digest(_key(purpose), data, "sha256").hex()


def hasher(purpose: str) -> Callable[[bytes], str]:
    """`keyed_hash` 的成批用法，结果相同：密钥只吃下一次，逐条从它接着算。"""
    keyed = hmac.new(_key(purpose), digestmod="sha256")

    def digest(data: bytes) -> str:
        mine = keyed.copy()
        mine.update(data)
        return mine.hexdigest()

    return digest


class Sealer:
    """成批加密（SM4-GCM）：密钥只导出一次。结果是随机数 12 字节、校验 16 字节、密文。

    GCM 是流式的，`finalize` 只算校验、不再吐出内容；不与它的空串相接，大文件少抄一遍。
    """

    def __init__(self, purpose: str):
        self._algorithm = algorithms.SM4(_sm4_key(purpose))

    def seal(self, data: bytes) -> bytes:
        nonce = os.urandom(12)
        encryptor = Cipher(self._algorithm, modes.GCM(nonce)).encryptor()
        sealed = encryptor.update(data)
        encryptor.finalize()
        return b"".join((nonce, encryptor.tag, sealed))

    def open(self, sealed: bytes) -> bytes:
        """`seal` 的逆；密钥不对或内容被改动时抛 `cryptography.exceptions.InvalidTag`。"""
        decryptor = Cipher(self._algorithm, modes.GCM(sealed[:12], sealed[12:28])).decryptor()
        data = decryptor.update(memoryview(sealed)[28:])
        decryptor.finalize()
        return data


def encrypt(text: str, *, purpose: str) -> str:
    """以 SM4-GCM（GB/T 32907-2016）加密短文本，供入库；结果为 base64。"""
    return base64.b64encode(Sealer(purpose).seal(text.encode())).decode()


def decrypt(sealed: str, *, purpose: str) -> str:
    """`encrypt` 的逆；密钥不对或内容被改动时抛 `cryptography.exceptions.InvalidTag`。"""
    return Sealer(purpose).open(base64.b64decode(sealed)).decode()


def _sm4_key(purpose: str) -> bytes:
    return bytes.fromhex(keyed_hash(b"sm4", purpose=purpose))[:16]


def _key(purpose: str) -> bytes:
    return f"{purpose}:{settings.SECRET_KEY}".encode()
