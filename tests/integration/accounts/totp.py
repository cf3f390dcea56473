"""RFC 6238 的独立实现：测试里的“手机验证器”。"""

import base64
import hmac
import struct


def code(secret: str, seconds: float) -> str:
    """`seconds`（Unix 秒）时刻显示的 6 位动态口令。"""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(seconds) // 30), "sha1").digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
