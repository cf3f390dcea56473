"""取网页：跳转、时限、上限，以及绝不连到不该连的地方。"""

import datetime as dt
import socket
import ssl
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.core.links import fetching, network


def test_a_page_is_read_with_our_own_name_and_no_cookies(site):
    url = site.put("/a", "<p>正文", Set_Cookie="a=1")
    answer = fetching.fetch(url)
    assert (answer.status, answer.body.decode(), answer.failure) == (200, "<p>正文", "")
    fetching.fetch(url)
    assert all("Cookie" not in request.headers for request in site.requests)
    assert site.requests[0].headers["User-Agent"].startswith("gkts-linkcheck/")


def test_redirects_are_followed_to_the_last_page(site):
    site.put("/last", "到了")
    site.redirect("/second", "/last", status=301)
    answer = fetching.fetch(site.redirect("/first", site.url("/second")))
    assert (answer.url, answer.body.decode()) == (site.url("/last"), "到了")


def test_a_sixth_redirect_is_not_followed(site):
    for number in range(7):
        site.redirect(f"/r{number}", f"/r{number + 1}")
    answer = fetching.fetch(site.url("/r0"))
    assert answer.status is None
    assert answer.failure == "跳转超过 5 次，没有到达网页。"
    assert len(site.paths) == 6


def test_a_huge_page_is_read_only_up_to_the_limit(site):
    answer = fetching.fetch(site.put("/huge", b"a" * 5_000_000))
    assert (len(answer.body), answer.truncated) == (2 * 1024 * 1024, True)


def test_a_compressed_bomb_is_unpacked_only_up_to_the_limit(site):
    answer = fetching.fetch(site.put_gzip("/bomb", b"\0" * 50_000_000))
    assert (len(answer.body), answer.truncated) == (2 * 1024 * 1024, True)


def test_a_compressed_page_is_unpacked(site):
    assert fetching.fetch(site.put_gzip("/zip", "正文".encode())).body.decode() == "正文"


def test_a_pdf_is_not_downloaded(site):
    answer = fetching.fetch(site.put("/a.pdf", b"%PDF-1.7", Content_Type="application/pdf"))
    assert (answer.status, answer.body) == (200, b"")


def test_a_silent_site_is_given_up(site, hurried):
    began = time.monotonic()
    answer = fetching.fetch(site.behave("/slow", lambda handler: time.sleep(1.2)))
    assert "没有回应" in answer.failure
    assert time.monotonic() - began < 1.1


def _dripping(handler):
    """响应头一行一行地拖，每次都赶在单次读的时限之前。"""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(12):
        time.sleep(0.15)
        try:
            handler.wfile.write(f"X-{number}: 1\r\n".encode())
        except OSError:
            return


def test_a_site_that_drips_its_headers_is_given_up_in_the_total_time(site, hurried):
    began = time.monotonic()
    answer = fetching.fetch(site.behave("/drip", _dripping))
    assert "秒内没有打开" in answer.failure
    assert time.monotonic() - began < 1.3


def test_a_closed_port_is_a_failure_not_an_answer(site):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    answer = fetching.fetch(f"http://127.0.0.1:{port}/")
    assert (answer.status, answer.failure) == (None, "网站拒绝连接，可能没有开机。")


def test_a_name_without_an_address_is_a_failure(site):
    answer = fetching.fetch("http://nosuch.invalid/")
    assert answer.failure == "找不到域名 nosuch.invalid，请核对网址。"


def test_an_answer_that_is_not_http_is_a_failure(site):
    answer = fetching.fetch(site.behave("/odd", lambda handler: handler.wfile.write(b"hello\r\n\r\n")))
    assert "不合规范" in answer.failure


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "168.63.129.16", "192.0.0.192", "198.18.0.1", "::1", "::", "fe80::1",
        "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::",
        "64:ff9b::a9fe:a9fe", "64:ff9b::10.0.0.1", "::127.0.0.1", "2001::1", "fec0::1",
    ],
)  # fmt: skip
def test_inner_addresses_are_closed(address):
    assert not network.is_open(address, "example.com")


@pytest.mark.parametrize(
    "address", ["39.156.66.10", "240e:83:205:58::1", "::ffff:39.156.66.10", "64:ff9b::39.156.66.10"]
)
def test_public_addresses_are_open(address):
    assert network.is_open(address, "example.com")


def test_a_named_host_opens_the_intranet_but_never_the_metadata_service(settings):
    settings.LINK_CHECK_ALLOW_PRIVATE = ["zwgk.local"]
    assert network.is_open("10.1.2.3", "ZWGK.local")
    assert not network.is_open("10.1.2.3", "other.local")
    assert not network.is_open("169.254.169.254", "zwgk.local")


def test_a_named_network_opens_itself_only(settings):
    settings.LINK_CHECK_ALLOW_PRIVATE = ["10.20.0.0/16", "fd12::/32"]
    assert network.is_open("10.20.3.4", "any")
    assert network.is_open("fd12::5", "any")
    assert not network.is_open("10.21.0.1", "any")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "0", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_this_machine_is_refused_however_it_is_written(site, settings, host):
    settings.LINK_CHECK_ALLOW_PRIVATE = []
    site.put("/", "机密")
    answer = fetching.fetch(site.url("/", host=host))
    assert (answer.status, answer.body) == (None, b"")
    assert "内部网络地址" in answer.failure or "找不到域名" in answer.failure
    assert site.paths == []


def test_a_redirect_into_the_inner_network_is_refused(site):
    answer = fetching.fetch(site.redirect("/out", site.url("/secret", host="127.0.0.2")))
    assert answer.status is None
    assert "127.0.0.2 指向内部网络地址" in answer.failure
    assert site.paths == ["/out"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://a:b@127.0.0.1/"])
def test_a_redirect_to_something_else_is_refused(site, target):
    answer = fetching.fetch(site.redirect("/out", target))
    assert answer.failure.startswith("跳转到了不能访问的地址：")


def test_a_name_that_changes_its_address_is_connected_where_it_was_checked(site, monkeypatch):
    """改绑域名：第一次解析给查得过的地址，以后给另一个；连的必须是查过的那个，且只解析一次。"""
    answers = iter(["127.0.0.1", "127.0.0.2"])
    asked = []
    real = socket.getaddrinfo

    def resolver(host, port, *args, **kwargs):
        if host != "rebind.example":
            return real(host, port, *args, **kwargs)
        asked.append(host)
        return real(next(answers), port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    site.put("/", "到了")
    answer = fetching.fetch(site.url("/", host="rebind.example"))
    assert answer.body.decode() == "到了"
    assert asked == ["rebind.example"]
    assert site.requests[0].headers["Host"] == f"rebind.example:{site.port}"


def test_proxies_of_the_environment_are_not_used(site, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert fetching.fetch(site.put("/", "到了")).status == 200


def _certificate(folder, name):
    """自签的证书，主机名为 `name`。"""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder


@pytest.fixture
def secure(tmp_path, site, monkeypatch):
    """https 网站 secure.example，解析到本机；返回它收到的 SNI 与证书文件夹。"""
    folder, names = _certificate(tmp_path, "secure.example"), []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    context.sni_callback = lambda sock, name, ctx: names.append(name)
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    real = socket.getaddrinfo
    local = {"secure.example", "other.example"}
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: real("127.0.0.1" if host in local else host, *rest, **more),
    )
    fetching._trust.cache_clear()
    yield names, folder
    fetching._trust.cache_clear()


def _secure_url(site, host="secure.example"):
    return site.url("/", host=host).replace("http:", "https:")


def test_a_certificate_nobody_vouches_for_is_refused(site, secure):
    site.put("/", "到了")
    answer = fetching.fetch(_secure_url(site))
    assert answer.failure == "网站的安全证书不受信任或已过期，没有建立连接。"


def test_the_certificate_is_checked_against_the_name_not_the_address(site, secure, monkeypatch):
    names, folder = secure
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "cert.pem"))
    site.put("/", "到了")
    assert fetching.fetch(_secure_url(site)).body.decode() == "到了"
    assert names == ["secure.example"]
    assert "安全证书" in fetching.fetch(_secure_url(site, host="other.example")).failure
