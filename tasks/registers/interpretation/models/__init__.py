from tasks.registers.interpretation.models.policy import Interpretation, Policy
from tasks.registers.interpretation.models.question import Question
from tasks.registers.interpretation.models.terms import ResponseTerms
from tasks.registers.interpretation.models.topic import Response, Topic

__all__ = ["Interpretation", "Policy", "Question", "Response", "ResponseTerms", "Topic"]
