"""政策文件、热点、政策咨询：全站检索可查的种类。"""

from portal.core import search
from tasks.registers.interpretation.models import Policy, Question, Topic
from tasks.registers.interpretation.selectors import questions


def _unit(row) -> str:
    return str(row.organisation)


search.register(
    "policies",
    "政策文件",
    Policy,
    lambda user: Policy.objects.visible_to(user),
    ("title", "number", "issuer"),
    note=_unit,
    follow=("organisation",),
)
search.register(
    "topics",
    "热点",
    Topic,
    lambda user: Topic.objects.visible_to(user),
    ("title", "source", "text"),
    note=_unit,
    follow=("organisation",),
)
search.register(
    "questions", "政策咨询", Question, questions, ("text", "answer"), note=_unit, follow=("organisation",)
)
