"""整条链路能走通：真的服务、真的浏览器。"""


def test_the_browser_reaches_the_server(live_server, page):
    page.goto(f"{live_server.url}/healthz")
    assert page.inner_text("body") == "ok"
    assert page.evaluate("navigator.language") == "zh-CN"
