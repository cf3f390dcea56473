"""日志：生产写 JSON 一行一条，本机写成人读的样子；都走标准输出，由容器或 systemd 收存。

日志不留个人信息：请求对象不写，文字里的证件号、银行卡号、手机号打码，回溯不带局部变量。
"""

import re

import structlog

# 前后不再是数字的 11 位手机号、15 至 19 位的证件号或卡号；宁可多盖，不查校验位。
NUMBERS = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx]|\d{15,19})(?!\d)")
UNWANTED = ("request", "taskName", "server_time", "status_code_text")
OURS = ("portal", "tasks", "assessments", "catalogs", "village")
NOISY = ("fontTools", "weasyprint", "kombu", "amqp")


def mask_numbers(logger, method, event: dict) -> dict:
    """文字里的个人号码只留前三后二。"""
    return {key: _masked(value) if isinstance(value, str) else value for key, value in event.items()}


def drop_unwanted(logger, method, event: dict) -> dict:
    """请求对象的文字里有查询串，不写。"""
    return {key: value for key, value in event.items() if key not in UNWANTED}


def _masked(text: str) -> str:
    return NUMBERS.sub(lambda found: found[0][:3] + "*" * (len(found[0]) - 5) + found[0][-2:], text)


def configuration(*, production: bool, level: str) -> dict:
    """Django 的 `LOGGING`；`level` 是本站代码的级别，第三方只写警告以上。"""
    before = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        drop_unwanted,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.format_exc_info,
        mask_numbers,
    ]
    if production:
        writer = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        writer = structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": before,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, writer],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {name: {"level": level} for name in OURS}
        | {"django": {"handlers": [], "level": "INFO"}, "celery": {"level": "INFO"}}
        | {name: {"level": "ERROR"} for name in NOISY},
    }
