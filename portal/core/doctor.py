"""体检：这台机器缺什么、怎么补。每项一个函数，返回 `Finding`；只看不改，任何一项查不成都不妨碍其余。"""

import ctypes.util
import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from portal.core import fonts, health, jobs, workdays
from portal.core.search import indexes

OK, CAUTION, WRONG = "正常", "注意", "错误"
GIGABYTE = 1024**3
KEY_LENGTH, KEY_VARIETY = 50, 5
# 每晚一次；过了一天半还没有新的，就是昨晚没做成。
BACKUP_LIMIT = dt.timedelta(hours=36)
LIBRARIES = {
    "Pango": ("pangoft2-1.0", "libpango-1.0-0 libpangoft2-1.0-0", "生成不了 PDF"),
    "HarfBuzz 子集": ("harfbuzz-subset", "libharfbuzz-subset0", "PDF 会嵌入整套字体，体积大、生成慢"),
}


@dataclass(frozen=True)
class Finding:
    """一项结果：`level` 为 正常、注意 或 错误；`mend` 是补救的命令或做法，正常时为空。"""

    name: str
    level: str
    text: str
    mend: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def examine(*, at: dt.datetime) -> list[Finding]:
    """逐项检查，按显示的顺序。"""
    sections: list[Callable[[], list[Finding]]] = [
        faces,
        libraries,
        lambda: [disk()],
        lambda: [broker()],
        lambda: [calendar(at.date())],
        lambda: [debugging(), key()],
        lambda: stored(at=at),
    ]
    return [finding for section in sections for finding in section()]


def faces() -> list[Finding]:
    """公文的四种字体各落到哪一款。"""
    if not shutil.which("fc-match"):
        return [Finding("字体", WRONG, "没有 fc-match，查不了字体", _apt("fontconfig fonts-noto-cjk"))]
    return [_face(face) for face in fonts.resolve()]


def _face(face: fonts.Face) -> Finding:
    name = f"字体 · {face.role}"
    if face.is_missing:
        return Finding(name, WRONG, "没有可用的中文字体，PDF 会缺字", _apt("fonts-noto-cjk"))
    if face.is_fallback:
        mend = f"把单位已购的“{face.wanted}”字体文件放进 ~/.local/share/fonts，再运行 fc-cache -f"
        return Finding(name, CAUTION, f"用 {face.resolved} 代替 {face.wanted}", mend)
    return Finding(name, OK, face.resolved)


def libraries() -> list[Finding]:
    """生成 PDF 用的系统库。"""
    found = []
    for name, (library, packages, without) in LIBRARIES.items():
        path = ctypes.util.find_library(library)
        finding = (
            Finding(name, OK, path) if path else Finding(name, WRONG, f"没有：{without}", _apt(packages))
        )
        found.append(finding)
    return found


def disk() -> Finding:
    """数据所在磁盘的余量。"""
    free = health.free_bytes()
    text = f"{settings.VAR_DIR} 剩 {free / GIGABYTE:.1f} GB"
    if free < health.FREE_BYTES:
        return Finding("磁盘", WRONG, text, "腾出空间，或用 VAR_DIR 指到别的磁盘")
    if free < 2 * GIGABYTE:
        return Finding("磁盘", CAUTION, text, "尽快腾出空间：备份与导出需要余量")
    return Finding("磁盘", OK, text)


def broker() -> Finding:
    """Redis 半秒内应答；没有配置不算错，由 `runjobs` 执行任务。"""
    if not settings.REDIS_URL:
        return Finding("Redis", OK, "没有配置，后台任务由 runjobs 执行，登录限速记在数据库")
    try:
        with redis.Redis.from_url(settings.REDIS_URL, **settings.REDIS_PATIENCE) as client:
            client.ping()
            version = client.info("server")["redis_version"]
    except (redis.RedisError, ValueError) as error:
        text = f"半秒内没有应答（{type(error).__name__}）；任务不会丢，恢复后才执行；登录限速改记在数据库"
        return Finding("Redis", WRONG, text, "sudo systemctl start redis-server，或检查 REDIS_URL")
    return Finding("Redis", OK, f"{version}，应答正常，登录限速也记在这里")


def calendar(today: dt.date) -> Finding:
    """节假日表够不够用：国务院每年 11 月前后公布次年安排。"""
    _, last = workdays.known_years()
    needed = today.year + (today.month == 12)
    if last < needed:
        mend = "升级 chinesecalendar，或在工作台“工作日”里按国务院通知导入"
        return Finding("节假日表", CAUTION, f"只到 {last} 年，{needed} 年按周末推算", mend)
    return Finding("节假日表", OK, f"到 {last} 年")


def debugging() -> Finding:
    """调试页会把设置与数据给访客看。"""
    if not settings.DEBUG:
        return Finding("调试", OK, "关闭")
    level = WRONG if settings.PRODUCTION else CAUTION
    return Finding("调试", level, "DEBUG 打开着，出错页会露出设置与数据", "在环境或 .env 里去掉 DEBUG")


def key() -> Finding:
    """签名与加密的密钥；太短、太单调的挡不住猜测（同 Django 的 security.W009）。"""
    if len(settings.SECRET_KEY) >= KEY_LENGTH and len(set(settings.SECRET_KEY)) >= KEY_VARIETY:
        return Finding("密钥", OK, "SECRET_KEY 足够长；它不在备份里，请另行保管")
    level = WRONG if settings.PRODUCTION else CAUTION
    mend = 'python3 -c "import secrets; print(secrets.token_urlsafe(64))"，写入 SECRET_KEY'
    return Finding("密钥", level, "SECRET_KEY 太短或太单调", mend)


def stored(*, at: dt.datetime) -> list[Finding]:
    """数据库以及要问数据库才知道的；连不上时只报这一项。"""
    try:
        with connection.cursor() as cursor:
            engine = _sqlite(cursor) if connection.vendor == "sqlite" else _postgres(cursor)
        findings = [engine, _migrations()]
        if findings[-1].level == WRONG:
            return findings
        return [*findings, *_search(), _runner(at=at), _backup(at=at)]
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        return [Finding("数据库", WRONG, f"连不上：{reason}", "检查 DATABASE_URL，并确认数据库已启动")]


def _sqlite(cursor) -> Finding:
    mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    version = ".".join(map(str, connection.Database.sqlite_version_info))
    text = f"SQLite {version}，日志方式 {mode}"
    if mode not in ("wal", "memory"):
        return Finding("数据库", CAUTION, text, "VAR_DIR 不要放在网络盘上：网络盘用不了 WAL，并发写入会互锁")
    if settings.PRODUCTION:
        return Finding("数据库", CAUTION, text, "生产环境请设 DATABASE_URL 用 PostgreSQL")
    return Finding("数据库", OK, text)


def _postgres(cursor) -> Finding:
    cursor.execute(
        "SELECT current_setting('server_version'), pg_encoding_to_char(encoding), datcollate "
        "FROM pg_database WHERE datname = current_database()"
    )
    version, encoding, locale = cursor.fetchone()
    pool = connection.settings_dict["OPTIONS"].get("pool")
    text = f"PostgreSQL {version}，{encoding}，排序 {locale}，连接池 {pool['max_size'] if pool else '无'}"
    if encoding != "UTF8":
        return Finding(
            "数据库", WRONG, text, "createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0"
        )
    if locale in ("C", "POSIX"):
        mend = "新建库时用 createdb --locale=C.UTF-8 --template=template0，再用 backup、restore 搬过去"
        return Finding("数据库", WRONG, f"{text}；这种排序下中文检索的索引是空的", mend)
    if locale not in ("C.UTF-8", "C.utf8"):
        mend = "新建库时用 createdb --locale=C.UTF-8 --template=template0：排序不随系统升级而变"
        return Finding("数据库", CAUTION, text, mend)
    return Finding("数据库", OK, text)


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding("迁移", WRONG, f"有 {len(waiting)} 个没有执行", "python manage.py migrate")
    return Finding("迁移", OK, "都已执行")


def _search() -> list[Finding]:
    """检索的索引；SQLite 没有，数据不多，逐行比对就够。"""
    if connection.vendor != "postgresql":
        return []
    if missing := indexes.missing():
        mend = f"以数据库超级用户执行 CREATE EXTENSION {indexes.EXTENSION}，再运行 python manage.py migrate"
        text = f"{len(missing)} 张表没有三元组索引，检索照常，数据多时慢"
        return [Finding("检索索引", CAUTION, text, mend)]
    return [Finding("检索索引", OK, f"{len(indexes.wanted())} 张表都有")]


def _runner(*, at: dt.datetime) -> Finding:
    beat = health.last_beat()
    if not jobs.runner_is_down(at=at):
        return Finding("后台执行者", OK, f"{int((at - beat).total_seconds())} 秒前有心跳")
    text = f"最近心跳是 {beat.astimezone(at.tzinfo):%Y-%m-%d %H:%M}" if beat else "从未有过心跳"
    mend = "make run；服务器上 sudo systemctl start gkts-worker@default gkts-beat"
    return Finding("后台执行者", WRONG if settings.PRODUCTION else CAUTION, text, mend)


def _backup(*, at: dt.datetime) -> Finding:
    made = health.last_backup()
    if made and at - made <= BACKUP_LIMIT:
        return Finding("备份", OK, f"最近一次在 {made.astimezone(at.tzinfo):%Y-%m-%d %H:%M}")
    text = f"最近一次在 {made.astimezone(at.tzinfo):%Y-%m-%d %H:%M}" if made else "从未备份"
    if not settings.PRODUCTION:
        return Finding("备份", OK, f"{text}（本机试用不要求）")
    mend = (
        "sudo systemctl enable --now gkts-backup.timer，或 python manage.py backup /var/backups/gkts/日期.tar"
    )
    return Finding("备份", CAUTION, text, mend)


def _apt(packages: str) -> str:
    return f"sudo apt-get install -y {packages}"
