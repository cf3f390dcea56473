"""建 .venv、装锁定的依赖与系统库；已经齐备则立即返回。只用标准库，任何 Python ≥ 3.11 都能跑。

用法：`python3 scripts/setup.py run|dev`。run 只装运行所需；dev 另装测试与检查的工具。
"""

import ctypes.util
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MARK = VENV / "gkts-setup.json"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
FONTS = ("fontconfig", "fonts-noto-cjk")
RUN = (*LIBRARIES.values(), *FONTS)
WANTED = {"run": RUN, "dev": (*RUN, "chromium", "chromium-l10n", "poppler-utils")}
CONTROLS = Path("/usr/lib/chromium/locales/zh-CN.pak")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(mode: str) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 本脚本由系统的 Python 运行，版本未必够
        print(
            f"需要 Python 3.11 或更新，当前是 {sys.version.split()[0]}。请指定：PYTHON=python3.12 make setup"
        )
        return 1
    os.chdir(ROOT)
    known = _known()
    if not _installed(known, mode):
        if not (_make_venv() and _install(LOCKS[mode])):
            return 1
        known = {"mode": mode, "sha256": _digest(LOCKS[mode])}
        _remember(known)
    if not has_system(known, mode) and _install_system(missing_packages(mode)):
        _remember(known | {"system": WANTED[mode]})
    return 0


def has_system(known: dict, mode: str) -> bool:
    """记录里是不是已经有 `mode` 要的全部系统包；后来添的包不在旧记录里，会再查一次。"""
    return set(WANTED[mode]) <= set(known.get("system", []))


def missing_packages(mode: str) -> list[str]:
    """尚缺的系统包（Debian 系的名称）：排版库与中文字体；dev 另加浏览器（连同它的中文）与 PDF 转图工具。"""
    here = {package: bool(ctypes.util.find_library(library)) for library, package in LIBRARIES.items()}
    here |= dict.fromkeys(FONTS, _has_chinese_font())
    here["chromium"] = any(map(shutil.which, BROWSERS))
    here["chromium-l10n"] = not _needs_chinese_controls(is_new=not here["chromium"])
    here["poppler-utils"] = bool(shutil.which("pdftoppm"))
    return [package for package in WANTED[mode] if not here[package]]


def _needs_chinese_controls(*, is_new: bool) -> bool:
    """Debian 的 Chromium 另装中文，日期、文件控件才是中文的；别的发行版自带。"""
    if not (is_new or shutil.which("chromium")) or CONTROLS.exists():
        return False
    try:
        return platform.freedesktop_os_release()["ID"] == "debian"
    except (OSError, KeyError):
        return False


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def _known() -> dict:
    """上次装好时的记录；没有或读不懂都当作没装过。"""
    try:
        return json.loads(MARK.read_text())
    except (OSError, ValueError):
        return {}


def _remember(known: dict) -> None:
    MARK.write_text(json.dumps(known))


def _installed(known: dict, mode: str) -> bool:
    """锁定文件没有变过；装过 dev 就含 run。"""
    done = known.get("mode")
    return done in (mode, "dev") and PYTHON.exists() and known.get("sha256") == _digest(LOCKS[done])


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _has_uv() -> bool:
    """能用的 uv；版本管理器的空壳不算。"""
    return bool(shutil.which("uv")) and _quiet(["uv", "--version"])


def _make_venv() -> bool:
    if PYTHON.exists():
        return True
    print("正在建立 .venv …", flush=True)
    if _has_uv():
        return _loud(["uv", "venv", "--quiet", "--python", sys.executable, str(VENV)])
    if _quiet([sys.executable, "-m", "venv", str(VENV)]):
        return True
    shutil.rmtree(VENV, ignore_errors=True)
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if _install_system([package]) and _loud([sys.executable, "-m", "venv", str(VENV)]):
        return True
    print(f"建不成 .venv：请先安装 {package}，再运行 make setup")
    return False


def _install(lock: Path) -> bool:
    """按锁定文件安装，每个包核对散列。有 uv 用 uv（快），没有或失败时用 pip。"""
    print(f"正在按 {lock.name} 安装依赖 …", flush=True)
    target = ["--python", str(PYTHON)]
    if _has_uv() and _loud(["uv", "pip", "sync", "--quiet", "--require-hashes", *target, str(lock)]):
        return True
    _quiet([str(PYTHON), "-m", "ensurepip"])
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if _loud([*pip, "--require-hashes", "-r", str(lock)]):
        return True
    print("依赖没有装全：请检查网络；内网可先设置 PIP_INDEX_URL 指向单位的镜像，再运行 make setup")
    return False


def _install_system(packages: list[str]) -> bool:
    """用 apt 安装；没有权限或不是 Debian 系，就打印命令并继续。返回是否已经齐备。"""
    if not packages:
        return True
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    able = shutil.which("apt-get") and (not sudo or (shutil.which("sudo") and _quiet(["sudo", "-n", "true"])))
    if able:
        print(f"正在安装系统库：{' '.join(packages)} …", flush=True)
        _quiet([*sudo, "apt-get", "update", "-q"])
        if _quiet([*sudo, "env", "DEBIAN_FRONTEND=noninteractive", *install]):
            return True
    command = " ".join(["sudo", *install])
    print(f"系统里还缺：{'、'.join(packages)}。请运行：\n  {command}\n其余部分继续进行。")
    return False


def _quiet(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _loud(command: list[str]) -> bool:
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "run"))
