"""部署文件与代码对得上：docker-compose 里的每条命令、每个变量、每个健康检查都在项目里真有其物。"""

import importlib
import re
import shlex
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from portal.core.jobs.registry import KINDS

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = sorted(name for name, service in SERVICES.items() if service["image"] == "gkts:local")
LANES = {"default", "imports", "reports"}
VARIABLE = re.compile(r"\$\{([A-Z_]+)")
READ_BY_CODE = re.compile(r"""(?:env\.\w+|environ\.get|os\.environ\.setdefault)\(\s*"([A-Z_]+)\"""")
SECRETS = re.compile(r"PASSWORD$|AUTH$|SECRET|_URL$")


def _documented():
    return set(
        re.findall(r"^# ?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    )


def _words(service):
    """命令拆成词；`sh -c` 里的各条展开成一串。"""
    command = SERVICES[service].get("command", [])
    return shlex.split(command[2]) if command[:2] == ["sh", "-c"] else command


def _packages():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))


def test_the_services_are_those_of_the_design():
    wanted = {"web", "worker", "beat", "migrate", "postgres", "redis", "nginx"}
    assert set(SERVICES) == wanted


@pytest.mark.parametrize("service", OURS)
def test_every_command_exists_in_the_project(service):
    words = [word for word in _words(service) if word not in ("exec", "&&")]
    managed = {words[at + 1] for at, word in enumerate(words) if word == "manage.py"}
    assert managed <= set(get_commands())
    assert managed or words[0] in _packages()


@pytest.mark.parametrize("service", [name for name in OURS if _words(name)[0] == "celery"])
def test_celery_is_given_our_application(service):
    words = _words(service)
    module = importlib.import_module(words[words.index("-A") + 1])
    assert module.celery_app.main == "gkts"


def test_every_lane_has_a_worker_and_every_worker_a_lane():
    queues = [words[words.index("-Q") + 1].split(",") for words in map(_words, OURS) if "-Q" in words]
    assert set().union(*queues) == LANES
    assert {kind.lane for kind in KINDS.values()} <= LANES


def test_the_web_command_names_our_application():
    words = _words("web")
    module, name = next(word for word in words if ":" in word).split(":")
    assert (ROOT / words[words.index("--config") + 1]).is_file()
    assert callable(getattr(importlib.import_module(module), name))


def test_every_variable_is_documented():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    given = {key for name in OURS for key in SERVICES[name]["environment"]}
    assert set(VARIABLE.findall(text)) | given <= _documented()


def test_the_example_lists_exactly_what_is_read():
    sources = [
        *ROOT.glob("portal/config/**/*.py"),
        *ROOT.glob("scripts/*.py"),
        ROOT / "deploy/gunicorn.conf.py",
    ]
    read = {name for source in sources for name in READ_BY_CODE.findall(source.read_text(encoding="utf-8"))}
    compose = set(VARIABLE.findall((ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    ours = {name for name in read if name != "DJANGO_SETTINGS_MODULE"}
    assert _documented() == ours | compose | {"WEB_CONCURRENCY"}


def test_every_setting_reaches_the_containers():
    """镜像里定死的、只供本机的除外；漏传一个，运维在 .env 里改了也不起作用。"""
    settings = [*ROOT.glob("portal/config/**/*.py")]
    read = {name for source in settings for name in READ_BY_CODE.findall(source.read_text(encoding="utf-8"))}
    fixed = {"DJANGO_SETTINGS_MODULE", "DEBUG", "VAR_DIR"}
    assert read - fixed <= set(SERVICES["web"]["environment"])


def test_no_secret_has_a_default():
    for name, service in SERVICES.items():
        for key, value in service.get("environment", {}).items():
            if SECRETS.search(key):
                assert re.search(r"\$\{[A-Z_]+:\?", str(value)), f"{name} 的 {key} 有默认值"


@pytest.mark.parametrize("service", sorted(set(SERVICES) - {"migrate"}))
def test_every_lasting_service_has_a_health_check(service):
    words = " ".join(SERVICES[service]["healthcheck"]["test"][1:])
    for script in re.findall(r"scripts/\S+", words):
        assert (ROOT / script).is_file()
    for path in re.findall(r"(?:probe\.py |127\.0\.0\.1:\d+)(/\S+)", words):
        assert _is_served(path)
    if "celery" in words:
        assert "-A portal.config inspect ping" in words


def _is_served(path):
    """网址由平台应答，或由 nginx 应答。"""
    try:
        return bool(resolve(path, urlconf="portal.config.urls"))
    except Resolver404:
        return f"location = {path} " in (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")


def test_mounted_and_copied_files_exist():
    mounts = [mount.split(":")[0] for mount in SERVICES["nginx"]["volumes"] if mount.startswith("./")]
    dockerfile = (ROOT / SERVICES["web"]["build"]["dockerfile"]).read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (?!--from)(\S+)", dockerfile, re.MULTILINE)
    assert mounts and copied
    assert [path for path in [*mounts, *copied] if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    "unit", sorted((ROOT / "deploy/systemd").glob("*.service")), ids=lambda path: path.stem
)
def test_systemd_units_call_what_exists(unit):
    text = unit.read_text(encoding="utf-8")
    assert set(re.findall(r"manage\.py (\w+)", text)) <= set(get_commands())
    programs = set(re.findall(r"/opt/gkts/\.venv/bin/(\w+)", text))
    assert programs and programs <= _packages() | {"python"}


def test_nginx_passes_every_header_in_every_place():
    """nginx 的 proxy_set_header 一处写了就不再继承上层。"""
    text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    public = text[text.index("location / {") :]
    for header in ("Host", "X-Forwarded-For", "X-Forwarded-Proto", 'Cookie ""'):
        assert f"proxy_set_header {header}" in public
