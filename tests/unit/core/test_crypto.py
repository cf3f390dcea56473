"""成批的散列与逐条的相同：库里已有的户标识不能因换了算法而认不得。"""

import pytest

from portal.core import crypto


@pytest.mark.parametrize("length", [1, 50, 55, 56, 57, 200])
def test_hashing_in_batches_gives_the_same_as_one_by_one(settings, length):
    settings.SECRET_KEY = "k" * length  # 用途与冒号共八字节：前后跨过 SHA-256 一块的 64 字节
    digest = crypto.hasher("purpose")
    for data in (b"", b"340000197001010014", "王建国".encode() * 100):
        assert digest(data) == crypto.keyed_hash(data, purpose="purpose")
        assert digest(data) == digest(data)
