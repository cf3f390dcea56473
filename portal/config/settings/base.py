"""各场合共用的设置。"""

import datetime as dt
import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from portal.config.logging import configuration as logging_configuration

BASE_DIR = Path(__file__).resolve().parents[3]
env = environ.Env()
env.read_env(BASE_DIR / ".env")

PRODUCTION = env.str("DJANGO_ENV", default="local") == "production"
DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """生产环境必须由环境给出；本机首次启动时生成一把，存于 var/，权限 600。"""
    if key := env.str("SECRET_KEY", default=""):
        return key
    if PRODUCTION:
        raise ImproperlyConfigured(
            "缺少 SECRET_KEY。请生成一把并写入环境：python -c "
            '"import secrets; print(secrets.token_urlsafe(64))"，再设置 SECRET_KEY=…'
        )
    path = VAR_DIR / "secret-key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(os.urandom(48).hex())
    return path.read_text().strip()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "portal.core",
    "portal.accounts",
    "portal.organisations",
    "portal.notifications",
    "portal.publications",
    "catalogs",
    "village",
    "tasks",
    "assessments",
    "portal.desk",
    "portal.public",
    "portal.accounts.apps.SiteAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "guardian",
    "lucide",
    "simple_history",
    "template_partials",
    "treebeard",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.accounts.middleware.PrivateResponses",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.public.middleware.Embedding",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.accounts.sessions.SessionLimits",
    "portal.accounts.middleware.AccountDuties",
    "portal.organisations.middleware.CurrentTerms",
    "portal.core.middleware.DeniedToForbidden",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.config.urls"
WSGI_APPLICATION = "portal.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.accounts.context_processors.session",
                "portal.desk.context_processors.workbench",
            ],
        },
    }
]


def _database() -> dict:
    """SQLite 按可靠性实测设定（IMMEDIATE、WAL、等待 20 秒）；PostgreSQL 用原生连接池。"""
    config = env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    else:
        config["OPTIONS"] = {
            "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=8), "timeout": 10},
            "options": "-c lock_timeout=15000 -c statement_timeout=120000",
        }
    return config


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
REDIS_PATIENCE = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": None}

# 各进程共用的短时记录（登录限速、用过的动态口令）：见 docs/adr/0014-shared-cache.md。
_IN_DATABASE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "core_cacheentry",
    "OPTIONS": {"MAX_ENTRIES": 20_000},
}
_IN_REDIS = {
    "BACKEND": "portal.core.cache.RedisOrDatabase",
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": "gkts",
    "OPTIONS": {"serializer": "portal.core.cache.JSONSerializer", **REDIS_PATIENCE},
}
CACHES = {"default": _IN_REDIS if REDIS_URL else _IN_DATABASE, "database": _IN_DATABASE}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "files"
# 前面是 deploy/nginx.conf 那样的 nginx 时打开：查过权限后由它代发文件。
X_ACCEL = env.bool("X_ACCEL", default=False)
STORAGES = {
    "default": {"BACKEND": "portal.core.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# 许可把公开页（?embed=1）嵌进去的网站；别处一概不许。
EMBED_SITES = env.list("EMBED_SITES", default=[])
PERMISSIONS_POLICY = {name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]

# 登录：见 portal.accounts。PRIVATE_PATHS 之外都是公开专栏，不碰会话。
PRIVATE_PATHS = ("/desk/", "/accounts/", "/admin/", "/styleguide/")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1 if PRODUCTION else 0)
ACCOUNT_HELP = env.str("ACCOUNT_HELP", default="本单位的平台管理员")
CSRF_FAILURE_VIEW = "portal.accounts.views.stale_form"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = LOGIN_URL

# 补正的合理期限，由本站规定，不超过条例许可的合理范围；工作日。
REQUEST_CORRECTION_DAYS = env.int("REQUEST_CORRECTION_DAYS", default=15)

SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_MINUTES", default=30) * 60
SESSION_ABSOLUTE_SECONDS = env.int("SESSION_ABSOLUTE_HOURS", default=12) * 3600
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_BACKGROUND_PATHS = ()
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

PASSWORD_POLICY = env.str("PASSWORD_POLICY", default="dengbao")
if PASSWORD_POLICY not in ("dengbao", "length"):
    raise ImproperlyConfigured(f"PASSWORD_POLICY 不能是 {PASSWORD_POLICY!r}，请设为 dengbao（默认）或 length")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "portal.accounts.passwords.CompositionValidator"},
    {"NAME": "portal.accounts.passwords.PersonalValidator"},
    {"NAME": "portal.accounts.passwords.CommonValidator"},
    {"NAME": "portal.accounts.passwords.ReuseValidator"},
]

ACCOUNT_ADAPTER = "portal.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "portal.accounts.forms.SignIn", "reauthenticate": "portal.accounts.forms.Confirm"}
ACCOUNT_LOGIN_METHODS = {"username"}
# 按地址限速只挡扫号，单位共用出口的几十人同时上班不受影响；对单个账号的锁定由 axes 负责。
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/m/ip,30/300s/key"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
MFA_ADAPTER = "portal.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.SecondFactor",
    "reauthenticate": "portal.accounts.forms.ConfirmSecondFactor",
    "activate_totp": "portal.accounts.forms.EnrolSecondFactor",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = env.str("SECOND_FACTOR_ISSUER", default="基层政务公开平台")
MFA_TOTP_TOLERANCE = 1

AXES_CLIENT_IP_CALLABLE = "portal.accounts.addresses.client_ip"
AXES_COOLOFF_TIME = dt.timedelta(minutes=env.int("LOCKOUT_MINUTES", default=20))
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_CALLABLE = "portal.accounts.lockout.locked_page"
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = [
    "login",
    "code",
    "current",
    "again",
    "csrfmiddlewaretoken",
    "username",
    "ip_address",
]
AXES_USERNAME_CALLABLE = "portal.accounts.lockout.counting_name"
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # 它要求按地址锁；按用户名锁更严，换地址、换浏览器都绕不过

JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=90)

# 链接核验：见 portal.core.links。
LINK_CHECK_INTERVAL = env.float("LINK_CHECK_INTERVAL", default=1.0)
LINK_CHECK_ALLOW_PRIVATE = env.list("LINK_CHECK_ALLOW_PRIVATE", default=[])

CELERY_TASK_TIME_LIMIT = 1800
CELERY_VISIBILITY_TIMEOUT = CELERY_TASK_TIME_LIMIT + 600
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {
    "visibility_timeout": CELERY_VISIBILITY_TIMEOUT,
    "socket_timeout": 5,
    "socket_connect_timeout": 3,
    "health_check_interval": 25,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {"core.tick": {"task": "core.tick", "schedule": 60.0, "options": {"expires": 50}}}

# 公开专栏的页首页脚；空的栏位不显示。
PUBLIC_SITE = {
    "name": env.str("SITE_NAME", default="政务公开 · 监督保障"),
    "domain": env.str("SITE_DOMAIN", default=""),
    "id_code": env.str("SITE_ID_CODE", default=""),
    "sponsor": env.str("SITE_SPONSOR", default=""),
    "phone": env.str("SITE_PHONE", default=""),
    "icp": env.str("SITE_ICP", default=""),
    "police": env.str("SITE_POLICE", default=""),
}

# 补贴清单里的个人号码：加密存放，或者只留查重用的散列。
KEEP_PERSONAL_NUMBERS = env.bool("KEEP_PERSONAL_NUMBERS", default=True)

PRODUCT_NAME = "基层政务公开提升行动平台"
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
# 公众看专栏的网址，印在公示单的二维码里；专栏挂在政府网站下时与工作台的不同。
PUBLIC_ADDRESS = env.str("PUBLIC_ADDRESS", default="") or SITE_URL
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_ENABLED = "EMAIL_URL" in os.environ
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="noreply@localhost")

LOGGING = logging_configuration(production=PRODUCTION, level=env.str("LOG_LEVEL", default="INFO"))
