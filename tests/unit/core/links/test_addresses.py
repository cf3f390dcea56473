"""网址的规范写法。"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.links.addresses import BadUrl, host_of, normalise


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (" https://WWW.Example.gov.cn ", "https://www.example.gov.cn/"),
        ("http://a.cn:80/x#y", "http://a.cn/x"),
        ("https://a.cn:8443/x", "https://a.cn:8443/x"),
        ("http://政务.中国/公开", "http://xn--zfr164b.xn--fiqs8s/%E5%85%AC%E5%BC%80"),
        ("http://a.cn./x", "http://a.cn/x"),
        ("http://a.cn/x?q=%E5%85%AC&b=1", "http://a.cn/x?q=%E5%85%AC&b=1"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
    ],
)
def test_an_address_is_written_one_way(written, wanted):
    assert normalise(written) == wanted


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("ftp://a.cn/", "http://"),
        ("javascript:alert(1)", "http://"),
        ("www.a.cn/x", "http://"),
        ("http://user:pass@a.cn/", "用户名和口令"),
        ("http://a.cn@b.cn/", "用户名和口令"),
        ("http://", "域名不正确"),
        ("http:///x", "域名不正确"),
        ("http://a..cn/", "域名不正确"),
        ("http://a cn/", "域名不正确"),
        ("http://a.cn:99999/", "不完整"),
        ("http://[::1/", "不完整"),
        ("http://a.cn/" + "x" * 2000, "2000"),
        ("http://a.cn/" + "公" * 500, "2000"),
    ],
)
def test_what_is_not_an_address_is_refused_with_a_reason(written, reason):
    with pytest.raises(BadUrl, match=reason):
        normalise(written)


def test_the_host_of_an_address_includes_an_unusual_port():
    assert host_of("https://a.cn:8443/x") == "a.cn:8443"


@given(st.text(max_size=60))
def test_the_written_form_is_stable_and_plain(tail):
    url = normalise("http://a.cn/" + tail.replace("#", "")[:60])
    assert normalise(url) == url
    assert url.isascii() and url.isprintable() and " " not in url
