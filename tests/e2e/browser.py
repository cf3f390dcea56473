"""一个人的浏览器：登录、逐页检查、给手册留图。"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

import pypdfium2
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "manual" / "img"
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
SERIOUS = ("serious", "critical")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def picture_folder(tmp_path: Path) -> Path:
    """手册的图由旅程重拍；平时跑测试只拍到临时文件夹。"""
    folder = PICTURES if os.environ.get("MANUAL_PICTURES") == "1" else tmp_path / "img"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass
class Visitor:
    """一个人和他的浏览器；控制台报错、失败的请求都记下来，看到就不放过。"""

    page: Page
    home: str
    pictures: Path
    faults: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"脚本出错：{error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def _heard(self, message) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"控制台：{message.text}")

    def _failed(self, request) -> None:
        """下载与被新页面打断的请求都以 ERR_ABORTED 结束，不算失败。"""
        if "ERR_ABORTED" not in (request.failure or ""):
            self.faults.append(f"请求失败：{request.url} {request.failure}")

    def _answered(self, response) -> None:
        if response.status >= 400:
            self.faults.append(f"请求失败：{response.url} {response.status}")

    def go(self, path: str) -> None:
        self.page.goto(f"{self.home}{path}")

    def sign_in(self, username: str, password: str) -> None:
        self.go("/accounts/login/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", password)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_selector("nav[aria-label=主导航]")

    def open(self, name: str) -> None:
        """点主导航的一项。"""
        self.page.get_by_role("navigation", name="主导航").get_by_role("link", name=name).click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def confirm(self, name: str) -> None:
        """点需要确认的动作，再在对话框里点一次。"""
        self.press(name)
        self.page.locator("dialog[open]").get_by_role("button", name=name, exact=True).click()

    def upload(self, label: str, path: Path, button: str) -> None:
        self.page.get_by_label(label).set_input_files(path)
        self.press(button)

    def saves(self, role: str, name: str) -> bytes:
        """点一处下载，返回收到的文件的内容。"""
        with self.page.expect_download() as waiting:
            self.page.get_by_role(role, name=name).first.click()
        return Path(waiting.value.path()).read_bytes()

    def fetches(self, name: str) -> bytes:
        """一个文件链接指向的内容；PDF 在浏览器里直接打开，所以不等下载。"""
        link = self.page.locator("main").get_by_role("link", name=name).first
        answer = self.page.request.get(urljoin(self.page.url, link.get_attribute("href")))
        assert answer.ok, f"{answer.url} {answer.status}"
        return answer.body()

    def check_paper(self, data: bytes, picture: str) -> None:
        """一份 PDF 的第一页，拍成手册里的图。"""
        assert data.startswith(b"%PDF")
        image = pypdfium2.PdfDocument(data)[0].render(scale=1.2).to_pil()
        image.quantize(64).save(self.pictures / f"{picture}.png", optimize=True)

    def sees(self, *texts: str) -> None:
        for text in texts:
            self.page.get_by_text(text).first.wait_for(state="visible", timeout=30_000)

    def check_page(self, picture: str = "") -> None:
        """这一页无障碍、没有报错、手机上不横向溢出；有名字的拍一张图。"""
        assert not self.faults, f"{self.page.url}\n" + "\n".join(self.faults)
        if picture:
            self._shoot(picture)
        _check_accessible(self.page)
        self.page.set_viewport_size(PHONE)
        over = self.page.evaluate(OVERFLOW)
        assert over <= 0, f"{self.page.url} 在 390 像素宽时横向溢出 {over} 像素"
        self.page.set_viewport_size(DESK)

    def check_phone(self, picture: str) -> None:
        """手机上的样子也无障碍，并拍图。"""
        self.page.set_viewport_size(PHONE)
        self._shoot(picture)
        _check_accessible(self.page)
        self.page.set_viewport_size(DESK)

    def _shoot(self, name: str) -> None:
        self.page.evaluate("window.scrollTo(0, 0)")
        self.page.screenshot(path=self.pictures / f"{name}.png", animations="disabled")


def _check_accessible(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    bad = [
        f"{one['id']}（{one['impact']}）：{one['help']}\n  {one['nodes'][0]['html']}"
        for one in found
        if one["impact"] in SERIOUS
    ]
    assert not bad, f"{page.url}\n" + "\n".join(bad)


@dataclass
class Visitors:
    """每人一个浏览器窗口，登录一次，以后接着用。"""

    browser: Browser
    home: str
    pictures: Path
    passwords: dict[str, str]
    options: dict
    at_work: dict[str, Visitor] = field(default_factory=dict)

    def __call__(self, username: str) -> Visitor:
        if username not in self.at_work:
            self.at_work[username] = visitor = self.new()
            visitor.sign_in(username, self.passwords[username])
        return self.at_work[username]

    def public(self) -> Visitor:
        """没有登录的公众。"""
        return self.at_work.setdefault("", self.at_work.get("") or self.new())

    def new(self) -> Visitor:
        context = self.browser.new_context(**self.options)
        context.set_default_timeout(60_000)
        return Visitor(context.new_page(), self.home, self.pictures)

    def close(self) -> None:
        for visitor in self.at_work.values():
            visitor.page.context.close()
