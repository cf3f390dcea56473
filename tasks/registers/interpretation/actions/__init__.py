from tasks.registers.interpretation.actions.policy import (
    InterpretationLine,
    PolicyLine,
    add_interpretation,
    record_policies,
    remove_interpretation,
    save_policy,
)
from tasks.registers.interpretation.actions.question import (
    PersonalInText,
    QuestionLine,
    answer_question,
    ask_question,
    correct_question,
    draft_answer,
    move_question,
    record_questions,
    transfer_question,
)
from tasks.registers.interpretation.actions.terms import set_terms
from tasks.registers.interpretation.actions.topic import (
    ResponseLine,
    TopicLine,
    add_response,
    record_topics,
    remove_response,
    save_topic,
)

__all__ = [
    "InterpretationLine",
    "PersonalInText",
    "PolicyLine",
    "QuestionLine",
    "ResponseLine",
    "TopicLine",
    "add_interpretation",
    "add_response",
    "answer_question",
    "ask_question",
    "correct_question",
    "draft_answer",
    "move_question",
    "record_policies",
    "record_questions",
    "record_topics",
    "remove_interpretation",
    "remove_response",
    "save_policy",
    "save_topic",
    "set_terms",
    "transfer_question",
]
