#!/usr/bin/env bash
# `make check`：逐项检查，全部跑完再报告哪几项没有通过。
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
failed=()

step() {
  local name=$1 output started=$SECONDS
  shift
  if output=$("$@" 2>&1); then
    echo "通过  $name（$((SECONDS - started)) 秒）"
  else
    echo "失败  $name：$*"
    echo "$output"
    failed+=("$name")
  fi
}

# 检查只读设置，不连库；口令与密钥当场生成，用完即弃。
with_production_settings() {
  local var
  var=$(mktemp -d)
  env DJANGO_ENV=production VAR_DIR="$var" \
    SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    ALLOWED_HOSTS=www.example.gov.cn CSRF_TRUSTED_ORIGINS=https://www.example.gov.cn \
    SITE_URL=https://www.example.gov.cn SITE_DOMAIN=www.example.gov.cn \
    EMAIL_URL=smtp://localhost:25 "$@"
  local status=$?
  rm -rf "$var"
  return $status
}

# `manage.py makemigrations --check` 会查迁移历史的一致性，用空的临时库，不碰本机数据。
with_empty_database() {
  local var
  var=$(mktemp -d)
  env -u DATABASE_URL VAR_DIR="$var" "$@"
  local status=$?
  rm -rf "$var"
  return $status
}

step "代码规范" ruff check --quiet .
step "代码格式" ruff format --check --quiet .
step "层次约束" lint-imports
step "模板规范" djlint --lint --quiet templates
step "生产设置" with_production_settings python manage.py check --deploy --fail-level WARNING
step "参考文档" with_empty_database python manage.py docs --check
step "缺漏的迁移" with_empty_database python manage.py makemigrations --check --dry-run

if ((${#failed[@]})); then
  echo "没有通过：${failed[*]}"
  exit 1
fi
