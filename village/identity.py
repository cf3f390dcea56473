"""户标识与个人号码的密文：号码进来只变成散列与密文，别处不再有明文。"""

from portal.core import personal
from portal.core.crypto import Sealer, hasher

LENGTH, DIGEST = 32, 16
SEPARATOR = "|"


def household_key(id_number: str) -> str:
    """有身份证号的户：同一个人不论写的是 15 位还是 18 位、X 是大写还是小写，标识相同。"""
    return Keys().of_person(id_number)


class Keys:
    """成批的户标识与内容散列。"""

    def __init__(self):
        self._household, self._content = hasher("village.household"), hasher("village.payment")

    def of_person(self, id_number: str) -> str:
        return self._household(personal.as_18(id_number).encode())[:LENGTH]

    def of_name(self, village: int, group: str, name: str, nth: int) -> str:
        """没有身份证号的户：按村、组、姓名；同组同名的以 `nth`（从 0 起）区分。"""
        return self._household(f"{village}/{group}/{name}/{nth}".encode())[:LENGTH]

    def of_content(self, *values) -> str:
        """一行内容的散列：相同即没有改动。"""
        return self._content(SEPARATOR.join(map(str, values)).encode())[:DIGEST]


class Numbers:
    """一户的个人号码与它的密文互换。"""

    def __init__(self):
        self._sealer = Sealer("village.numbers")

    def seal(self, id_number: str, account: str, phone: str) -> bytes:
        return self._sealer.seal(SEPARATOR.join((id_number, account, phone)).encode())

    def open(self, sealed: bytes) -> tuple[str, str, str]:
        """（身份证号, 账号, 电话），没有的为空。"""
        id_number, account, phone = self._sealer.open(bytes(sealed)).decode().split(SEPARATOR)
        return id_number, account, phone
