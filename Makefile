# 基层政务公开提升行动平台：开发与本机试用的全部入口。`make help` 列出各条。
.DEFAULT_GOAL := help
.PHONY: docs help setup setup-dev run test manual check audit bench bench-large fresh doctor demo lock

PYTHON ?= python3
PY := .venv/bin/python
# 测试并行数：N=4 make test；ARGS 原样交给 pytest，如 ARGS="tests/unit -k gate"。
N ?= auto
ARGS ?=

help: ## 列出各条命令
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## 建 .venv，装锁定的依赖与系统库（装过就立即返回）
	@$(PYTHON) scripts/setup.py run

setup-dev:
	@$(PYTHON) scripts/setup.py dev

run: setup ## 启动网页、后台任务与定时（PORT=8000，HOST=127.0.0.1；Ctrl-C 全部停止）
	@$(PY) scripts/run.py

test: setup-dev ## 跑全部测试：SQLite，连得上时加 PostgreSQL、Redis，再加浏览器旅程
	@$(PY) scripts/test.py $(N) $(ARGS)

manual: setup-dev ## 走一遍浏览器旅程，重拍使用手册的图（docs/manual/img）
	@MANUAL_PICTURES=1 $(PY) -m pytest tests/e2e -q $(ARGS)

check: setup-dev ## 规范、格式、层次、模板、生产设置、缺漏的迁移
	@scripts/check.sh

bench: setup-dev ## 跑基准，数字见 docs/reference/benchmarks.md
	@$(PY) -m tests.bench $(ARGS)

bench-large: setup-dev ## 省级、全国规模的基准，需时较久
	@BENCH_SIZE=large $(PY) -m tests.bench $(ARGS)

audit: setup-dev ## 查已知漏洞（要能访问漏洞库）
	@.venv/bin/pip-audit --require-hashes --disable-pip -r requirements.lock

docs: setup-dev ## 由代码重新生成 docs/reference 的参考文档
	@$(PY) manage.py docs

doctor: setup ## 查这台机器缺什么、怎么补
	@$(PY) manage.py doctor $(ARGS)

demo: setup ## 载入演示数据（云川市，虚构）
	@$(PY) manage.py migrate --verbosity 0 && $(PY) manage.py demo $(ARGS)

fresh: ## 删去本机数据 var/，从头来过（FORCE=1 不再询问）
	@scripts/fresh.sh

lock: setup-dev ## 按 pyproject.toml 重新锁定依赖（需要 uv）
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header -q -o requirements-dev.lock
	uv pip compile pyproject.toml -c requirements-dev.lock --universal --python-version 3.11 --generate-hashes --no-header -q -o requirements.lock
