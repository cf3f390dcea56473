"""日志的两条规矩：生产一行一条 JSON；哪里都不留个人号码。"""

import io
import json
import logging
import logging.config

import pytest

from portal.config.logging import configuration, mask_numbers

CARD, MOBILE, IDENTITY = "6222021234567890123", "13812345678", "11010519491231002X"


@pytest.fixture
def write():
    """按配置写一条日志，返回写出的文字。"""
    before = logging.root.handlers[:]

    def gesture(act, **options):
        config = configuration(level="INFO", **options)
        logger, stream = logging.Logger("portal.test"), io.StringIO()
        logging.config.dictConfig(
            config | {"root": {"handlers": ["console"], "level": "INFO"}, "loggers": {}}
        )
        handler = logging.StreamHandler(stream)
        handler.setFormatter(logging.root.handlers[0].formatter)
        logger.addHandler(handler)
        act(logger)
        return stream.getvalue()

    yield gesture
    logging.root.handlers[:] = before


def test_production_writes_one_json_object_a_line(write):
    line = write(lambda log: log.warning("任务 %s 失败", 7, extra={"job": 7}), production=True)
    assert line.count("\n") == 1
    content = json.loads(line)
    assert (content["event"], content["job"], content["level"]) == ("任务 7 失败", 7, "warning")
    assert "timestamp" in content


@pytest.mark.parametrize("production", [True, False])
@pytest.mark.parametrize("number", [CARD, MOBILE, IDENTITY])
def test_no_personal_number_reaches_the_log(write, production, number):
    def fail(log):
        secret = number
        try:
            raise ValueError(f"重复：{number}")
        except ValueError:
            log.exception("写入 %s 失败", secret, extra={"row": number})

    text = write(fail, production=production)
    assert number not in text and "ValueError" in text and number[:3] + "*" in text


def test_a_request_is_not_written(write):
    text = write(lambda log: log.error("出错", extra={"request": "<GET /?q=13812345678>"}), production=True)
    assert "GET" not in text


def test_short_numbers_stay_readable():
    assert (
        mask_numbers(None, "", {"event": "第 20261105 号，共 1234567890 行"})["event"]
        == "第 20261105 号，共 1234567890 行"
    )
