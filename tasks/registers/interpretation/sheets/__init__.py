"""解读回应的三种工作簿：政策与解读、热点与回应、咨询。"""

from tasks.registers.interpretation.sheets.policies import POLICIES
from tasks.registers.interpretation.sheets.questions import QUESTIONS
from tasks.registers.interpretation.sheets.topics import TOPICS

__all__ = ["POLICIES", "QUESTIONS", "TOPICS"]
