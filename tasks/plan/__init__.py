"""实施方案的解析：文字进，阶段与任务出。不认识数据库，也不读文件。"""

from tasks.plan.proposals import Period, Phase, Plan, Proposal
from tasks.plan.reading import read_plan

__all__ = ["Period", "Phase", "Plan", "Proposal", "read_plan"]
