#!/usr/bin/env bash
# `make fresh`：删去本机数据（数据库、文件、演示账号），下次 make run 重新载入演示。
set -euo pipefail
cd "$(dirname "$0")/.."
target=${VAR_DIR:-var}

if [[ ! -d $target ]]; then
  echo "没有本机数据，无需清除。"
  exit 0
fi
if [[ ! -e $target/db.sqlite3 && ! -e $target/secret-key && -n $(ls -A "$target") ]]; then
  echo "$target 不像本平台的数据文件夹，没有删除。请检查 VAR_DIR。"
  exit 1
fi
if [[ ${FORCE:-} != 1 ]]; then
  printf '将删除 %s 里的数据库与全部文件，不能恢复。确定请输入 yes：' "$target"
  read -r answer || answer=""
  if [[ $answer != yes ]]; then
    echo "没有删除。"
    exit 1
  fi
fi
rm -rf -- "$target"
echo "已清除 $target。DATABASE_URL 指向的外部数据库不受影响。"
