"""密码学的门：国密 SM3 摘要、SM4 加密与带密钥的散列。"""

import base64
import hmac
import os

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
    key = f"{purpose}:{settings.SECRET_KEY}".encode()
    return hmac.new(key, data, "sha256").hexdigest()


def encrypt(text: str, *, purpose: str) -> str:
    """以 SM4-GCM（GB/T 32907-2016）加密短文本，供入库；结果为 base64（随机数 12 字节、校验 16 字节、密文）。"""
    nonce = os.urandom(12)
    encryptor = Cipher(algorithms.SM4(_sm4_key(purpose)), modes.GCM(nonce)).encryptor()
    sealed = encryptor.update(text.encode()) + encryptor.finalize()
    return base64.b64encode(nonce + encryptor.tag + sealed).decode()


def decrypt(sealed: str, *, purpose: str) -> str:
    """`encrypt` 的逆；密钥不对或内容被改动时抛 `cryptography.exceptions.InvalidTag`。"""
    raw = base64.b64decode(sealed)
    decryptor = Cipher(algorithms.SM4(_sm4_key(purpose)), modes.GCM(raw[:12], raw[12:28])).decryptor()
    return (decryptor.update(raw[28:]) + decryptor.finalize()).decode()


def _sm4_key(purpose: str) -> bytes:
    return bytes.fromhex(keyed_hash(b"sm4", purpose=purpose))[:16]
