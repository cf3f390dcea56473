"""密码策略：两套口径，由设置 `PASSWORD_POLICY` 选定。

- `dengbao`（默认）：按 GB/T 22239-2019 对“口令有复杂度要求并定期更换”的要求：不少于 10 位，大写、小写、数字、
  符号四类中至少三类，90 天更换，不得与最近 5 次重复。
- `length`：按 OWASP ASVS 6.2.5、6.2.10：不少于 15 位，不限字符种类，不强制定期更换。
"""

import dataclasses
import datetime as dt
import re
import secrets

from django.conf import settings
from django.contrib.auth import hashers, password_validation
from django.core.exceptions import ValidationError

MAX_LENGTH = 128  # 更长的只会拖慢散列
ONE_TIME_ITERATIONS = 10_000
KINDS = (r"[A-Z]", r"[a-z]", r"[0-9]", r"[^A-Za-z0-9]")
LEET = str.maketrans("@$0134579", "asoleastg")
WEAK_ROOT = re.compile(
    "admin|administrator|root|test|user|guest|welcome|password|passwd|pass|letmein|iloveyou|china"
    "|abc|abcd|abcde|qwe|qwer|qwert|qwerty|asd|asdf|zxcv|qaz|qazwsx|zhengwu|gongkai|zwgk|zhengfu|mima|woaini"
)
# 一次性密码要念得清、抄得准：不用 0O1lI 等易混的字符。
UPPER, LOWER, DIGITS = "ABCDEFGHJKMNPQRSTUVWXYZ", "abcdefghjkmnpqrstuvwxyz", "23456789"


@dataclasses.dataclass(frozen=True)
class Policy:
    """一套口径。`max_age_days`、`history` 为 0 表示不作要求。"""

    min_length: int
    kinds: int
    max_age_days: int
    history: int

    @property
    def help(self) -> list[str]:
        """写给设密码的人看的要求，一条一句。"""
        lines = [f"不少于 {self.min_length} 位"]
        if self.kinds > 1:
            lines.append(f"大写字母、小写字母、数字、符号中至少含 {self.kinds} 类")
        else:
            lines.append("字符种类不限，可以用几个不相干的词连成一句")
        lines.append("不含用户名、姓名或电话，也不是常见密码")
        if self.history:
            lines.append(f"不与最近 {self.history} 次用过的密码相同")
        if self.max_age_days:
            lines.append(f"每 {self.max_age_days} 天更换一次")
        return lines


POLICIES = {
    "dengbao": Policy(min_length=10, kinds=3, max_age_days=90, history=5),
    "length": Policy(min_length=15, kinds=1, max_age_days=0, history=0),
}


def policy() -> Policy:
    """本站采用的口径。"""
    return POLICIES[settings.PASSWORD_POLICY]


def must_change(user, *, at: dt.datetime) -> str | None:
    """这个账号此刻必须先改密码的原因；不必则为 None。"""
    if user.must_change_password:
        return "您使用的是管理员发放的一次性密码，请先设定自己的密码。"
    limit = policy().max_age_days
    if limit and age_days(user, at=at) >= limit:
        return f"密码已使用满 {limit} 天，请更换后继续。"
    return None


def age_days(user, *, at: dt.datetime) -> int:
    """密码已用的整天数；命令行建立、从未记下更新时间的，从账号启用算起。"""
    return (at - (user.password_changed_at or user.active_since)).days


def one_time_password() -> str:
    """四组四位、以连字符相连的随机密码，合乎任一口径，约 72 比特。"""
    groups = []
    for _ in range(4):
        letters = [secrets.choice(alphabet) for alphabet in (UPPER, DIGITS, LOWER, LOWER)]
        secrets.SystemRandom().shuffle(letters)
        groups.append("".join(letters))
    return "-".join(groups)


def one_time_hash(password: str) -> str:
    """一次性密码的散列。它有约 72 比特的随机，不靠慢散列防穷举，所以次数少些：成批建号不必每个等半秒。

    首次登录核对时，Django 见次数不足会自动换成常规的散列。
    """
    hasher = hashers.get_hasher()
    if not hasattr(hasher, "iterations"):
        return hashers.make_password(password)
    return hasher.encode(password, hasher.salt(), iterations=ONE_TIME_ITERATIONS)


class CompositionValidator:
    """长度与字符种类。"""

    def validate(self, password, user=None):
        rules = policy()
        if len(password) < rules.min_length:
            raise ValidationError(f"密码只有 {len(password)} 位，至少要 {rules.min_length} 位", "too_short")
        if len(password) > MAX_LENGTH:
            raise ValidationError(f"密码太长，最多 {MAX_LENGTH} 位", "too_long")
        if sum(bool(re.search(kind, password)) for kind in KINDS) < rules.kinds:
            raise ValidationError(
                f"密码须含大写字母、小写字母、数字、符号中的至少 {rules.kinds} 类，请再加一类",
                "too_few_kinds",
            )

    def get_help_text(self):
        return "；".join(policy().help)


class PersonalValidator:
    """不得含有用户名（或其倒写）、姓名、电话。"""

    def validate(self, password, user=None):
        lowered = password.lower()
        if any(part in lowered for part in self._parts(user)):
            raise ValidationError("密码里有您的用户名、姓名或电话，容易被猜到，请换一个", "too_personal")

    def _parts(self, user) -> list[str]:
        username, name = (getattr(user, field, "").lower() for field in ("username", "name"))
        phone = re.sub(r"\D", "", getattr(user, "phone", ""))[-6:]
        lengths = ((username, 3), (username[::-1], 3), (name, 2), (phone, 6))
        return [part for part, shortest in lengths if len(part) >= shortest]

    def get_help_text(self):
        return "不含用户名、姓名或电话"


class CommonValidator(password_validation.CommonPasswordValidator):
    """常见密码，以及常见词根加数字、符号的变形（如 Admin@2026）。"""

    def validate(self, password, user=None):
        plain = re.sub(r"[^a-z]", "", password.lower())
        root = re.sub(r"[^a-z]", "", re.sub(r"^[^a-z@$]+|[^a-z]+$", "", password.lower()).translate(LEET))
        listed = password.lower().strip() in self.passwords
        if listed or len(set(password)) < 5 or WEAK_ROOT.fullmatch(plain) or WEAK_ROOT.fullmatch(root):
            raise ValidationError("这是常见的密码或它的变形，容易被猜到，请换一个", "too_common")

    def get_help_text(self):
        return "不是常见密码"


class ReuseValidator:
    """不得与现用的、以及最近几次用过的密码相同。"""

    def validate(self, password, user=None):
        if user is None or user.pk is None:
            return
        earlier = max(policy().history - 1, 0)  # 现用的算最近一次
        recent = user.old_passwords.values_list("password", flat=True)[:earlier]
        if any(hashers.check_password(password, used) for used in {user.password, *recent}):
            raise ValidationError("这个密码您最近用过，请换一个没有用过的", "reused")

    def get_help_text(self):
        return "不与最近用过的密码相同"
