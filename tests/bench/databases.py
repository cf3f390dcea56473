"""基准用的数据库：默认每次一份 SQLite 文件；`BENCH_SERVER=postgres://用户@主机`（本机套接字写 `postgres://`） 则在那台服务器上每次一个库。"""

import os
import shutil
from pathlib import Path

import psycopg
from psycopg import sql

SERVER = os.environ.get("BENCH_SERVER", "")
KIND = "PostgreSQL" if SERVER else "SQLite"


def url(folder: Path) -> str:
    return f"{SERVER}/{_name(folder)}" if SERVER else f"sqlite:///{folder / 'db.sqlite3'}"


def create(folder: Path) -> None:
    """备数据用的空文件夹，与它的空库。"""
    folder.mkdir()
    if SERVER:
        _run("DROP DATABASE IF EXISTS {}", folder)
        _run("CREATE DATABASE {}", folder)


def copy(folder: Path, to: Path) -> None:
    """一份一模一样的数据。"""
    shutil.copytree(folder, to)
    if SERVER:
        _run("DROP DATABASE IF EXISTS {}", to)
        _run("CREATE DATABASE {} TEMPLATE {}", to, folder)


def drop(folder: Path) -> None:
    shutil.rmtree(folder)
    if SERVER:
        _run("DROP DATABASE {} WITH (FORCE)", folder)


def _run(statement: str, *folders: Path) -> None:
    names = [sql.Identifier(_name(folder)) for folder in folders]
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*names))


def _name(folder: Path) -> str:
    return folder.name.replace("-", "_")
