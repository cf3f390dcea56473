"""一张演示用的张贴照片：公告栏的示意图，不是照片。不依赖图像库，几毫秒。"""

import struct
import zlib

WIDTH, HEIGHT = 320, 240
WALL, FRAME, PAPER, LINE = (214, 208, 196), (138, 43, 34), (252, 252, 248), (120, 120, 120)


def board() -> bytes:
    """PNG：红框公告栏里贴着三张纸。"""
    rows = b"".join(b"\0" + bytes(v for x in range(WIDTH) for v in _colour(x, y)) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _colour(x: int, y: int) -> tuple[int, int, int]:
    if not (30 <= x < 290 and 30 <= y < 200):
        return WALL
    if not (38 <= x < 282 and 38 <= y < 192):
        return FRAME
    inside = (x - 46) % 80
    if not (inside < 68 and 50 <= y < 180):
        return WALL
    return LINE if 8 <= inside < 60 and y > 64 and y % 12 < 2 else PAPER


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
