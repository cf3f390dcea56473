"""PDF：不取外面的东西，版式合 GB/T 9704，页码连续，字体嵌入，同样输入同样字节，排好的不再排。"""

import http.server
import io
import re
import threading

import pypdf
import pytest
from django.conf import settings

from portal.core import fonts, pdf
from portal.core.pdf import press

MILLIMETRE = 72 / 25.4
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def page(body, title="综合评估报告"):
    head = f'<meta charset="utf-8"><title>{title}</title><meta name="author" content="云川市政务公开办公室">'
    return f'<!doctype html><html lang="zh-CN"><head>{head}</head><body>{body}</body></html>'


def read(data):
    return pypdf.PdfReader(io.BytesIO(data))


def numbers(data):
    """各页的页码，由页面文字读出。"""
    found = [re.search(r"—\s*((?:\d\s*)+)—", sheet.extract_text()) for sheet in read(data).pages]
    return [int("".join(match[1].split())) for match in found]


class Counting(dict):
    """记下存过哪些键的缓存。"""

    def __init__(self):
        super().__init__()
        self.put = []

    def __setitem__(self, key, data):
        self.put.append(key)
        super().__setitem__(key, data)


@pytest.fixture
def canary():
    """一台本机网站，记下有没有人来取。"""
    visits = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            visits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/canary", visits
    server.shutdown()
    server.server_close()


FORMS = (
    '<img src="{}">',
    '<p style="background: url({})">字</p>',
    '<link rel="stylesheet" href="{}">',
    "<style>@import '{}';</style>",
    "<style>@font-face {{ font-family: x; src: url({}) }} p {{ font-family: x }}</style><p>字</p>",
    '<object data="{}"></object>',
    '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    '<link rel="attachment" href="{}">',
)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_outside_is_ever_fetched(form, canary, tmp_path):
    url, visits = canary
    secret = tmp_path / "secret.txt"
    secret.write_text("canary-in-the-file")
    for address in (url, secret.as_uri(), "file:///etc/passwd"):
        with pytest.raises(pdf.Forbidden, match="文档不能引用"):
            pdf.render(page(form.format(address)))
    assert visits == []


def test_a_style_inside_a_picture_fetches_nothing(canary):
    url, visits = canary
    pdf.render(page(f'<svg width="9" height="9"><style>@import "{url}";</style><use href="{url}#a"/></svg>'))
    assert visits == []


def test_a_data_address_is_refused():
    with pytest.raises(pdf.Forbidden):
        pdf.render(page('<img src="data:image/png;base64,AAAA">'))


def test_static_files_and_named_bytes_are_served():
    html = page('<link rel="stylesheet" href="static:css/print/document.css"><img src="file:图.png">')
    images = read(pdf.render(html, files={"图.png": PNG})).pages[0].images
    assert len(images) == 1


def test_a_static_file_that_does_not_exist_is_refused_by_name():
    with pytest.raises(pdf.Forbidden, match="static:css/none.css"):
        pdf.render(page('<link rel="stylesheet" href="static:css/none.css">'))


@pytest.mark.parametrize("name", ["../pyproject.toml", "../../etc/passwd", "/etc/passwd"])
def test_a_static_name_does_not_leave_the_static_folder(name):
    with pytest.raises(pdf.Forbidden):
        pdf.render(page(f'<link rel="stylesheet" href="static:{name}">'))


def test_the_child_is_not_given_our_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    monkeypatch.setenv("DATABASE_URL", "canary")
    assert "canary" not in press._environment().values()


def test_a_type_area_holds_22_lines_of_28_characters():
    text = read(pdf.render(page(f"<p style='text-indent: 0'>{'公' * 28 * 30}</p>"))).pages[0].extract_text()
    lines = text.split()
    assert [len(line) for line in lines] == [28] * 22


def test_pages_are_a4_and_numbers_run_through_all_parts():
    parts = [
        page("<h1>报告</h1>" + "<p>正文</p>" * 60),
        page("<section class='wide'><p class='annex-number'>附件1</p><p>宽表</p></section>"),
        page("<p>末页</p>"),
    ]
    data = pdf.render_document(parts, footer="数据指纹 0123abcd")
    sheets = read(data).pages
    sizes = [(round(s.mediabox.width / MILLIMETRE), round(s.mediabox.height / MILLIMETRE)) for s in sheets]
    assert sizes == [(210, 297)] * 3 + [(297, 210), (210, 297)]
    assert numbers(data) == [1, 2, 3, 4, 5]
    assert all("数据指纹 0123abcd" in sheet.extract_text() for sheet in sheets)


def dashes(sheet):
    """一字线各自的左边界：点到相应图形之前的平移。"""
    content = sheet.get_contents().get_data().decode("latin-1").split("/Artifact BMC")[1]
    return [float(x) for x in re.findall(r"q 1 0 0 1 ([\d.]+) [\d.]+ cm", content)]


def test_numbers_stand_right_on_odd_pages_and_left_on_even_ones():
    sheets = read(pdf.render_document([page("<p>一</p><p style='break-before: page'>二</p>")])).pages
    odd, even = dashes(sheets[0]), dashes(sheets[1])
    assert max(odd) + 14 == pytest.approx(210 * MILLIMETRE - 26 * MILLIMETRE - 14, abs=0.1)
    assert min(even[1:]) == pytest.approx(28 * MILLIMETRE + 14, abs=0.1)


def test_every_font_is_embedded():
    data = pdf.render_document([page("<h1>标题</h1><h2>一、黑体</h2><h3>（一）楷体</h3><p>正文 Abc 123</p>")])
    descriptors = []
    for sheet in read(data).pages:
        for font in sheet["/Resources"]["/Font"].values():
            descriptors.append(font["/DescendantFonts"][0]["/FontDescriptor"])
    assert descriptors
    assert all(any(key in d for key in ("/FontFile", "/FontFile2", "/FontFile3")) for d in descriptors)


def test_title_author_language_and_bookmarks_survive_the_merge():
    parts = [page("<h1>报告</h1><h2>一、总体</h2>"), page("<h1>附件</h1><h2>甲</h2>", title="另一个")]
    reader = read(pdf.render_document(parts))
    assert (reader.metadata.title, reader.metadata.author) == ("综合评估报告", "云川市政务公开办公室")
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    titles = [(item.title, reader.get_destination_page_number(item)) for item in flat(reader.outline)]
    assert titles == [("报告", 0), ("一、总体", 0), ("附件", 1), ("甲", 1)]


def flat(outline):
    for item in outline:
        yield from flat(item) if isinstance(item, list) else [item]


def test_the_same_input_gives_the_same_bytes():
    parts = [page("<h1>报告</h1><p>甲乙丙</p>"), page("<p>丁戊己</p>")]
    assert pdf.render_document(parts, footer="指纹") == pdf.render_document(parts, footer="指纹", workers=1)
    assert pdf.render(parts[0]) == pdf.render(parts[0])


def test_a_changed_part_costs_one_part():
    cache = Counting()
    pdf.render_document([page("<p>一</p>"), page("<p>二</p>")], cache=cache)
    before = len(cache.put)
    again = pdf.render_document([page("<p>一</p>"), page("<p>改</p>")], cache=cache)
    assert (before, len(cache.put)) == (3, 4)
    assert numbers(again) == [1, 2]


def test_a_changed_style_or_picture_is_not_taken_from_the_cache():
    cache, html = Counting(), page('<img src="file:a.png">')
    pdf.render_document([html], files={"a.png": PNG}, cache=cache)
    pdf.render_document([html], files={"a.png": PNG + b"\0"}, cache=cache)
    pdf.render_document([html], files={"a.png": PNG}, css=["p { color: red }"], cache=cache)
    assert len(cache.put) == 4


def test_what_was_finished_before_the_stop_is_kept():
    cache = Counting()

    class Stop(Exception):
        pass

    def stop(done, total):
        raise Stop

    with pytest.raises(Stop):
        pdf.render_document([page(f"<p>{n}</p>") for n in range(4)], cache=cache, workers=1, on_part=stop)
    assert len(cache.put) == 1


def test_progress_counts_to_the_end():
    told = []
    pdf.render_document(
        [page("<p>一</p>"), page("<p>二</p>")], on_part=lambda done, total: told.append((done, total))
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_dead_child_is_told_in_words(monkeypatch, tmp_path):
    broken = tmp_path / "child.py"
    broken.write_text("raise SystemExit('没有 Pango')")
    monkeypatch.setattr(press, "CHILD", broken)
    with pytest.raises(pdf.RenderFailed, match="没有 Pango.*doctor"):
        pdf.render(page("<p>一</p>"))


def test_a_stuck_child_is_given_up(monkeypatch, tmp_path):
    stuck = tmp_path / "child.py"
    stuck.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(press, "CHILD", stuck)
    monkeypatch.setattr(press, "LIMIT_SECONDS", 0.3)
    with pytest.raises(pdf.RenderFailed, match="中途退出"):
        pdf.render(page("<p>一</p>"))


def test_parts_are_kept_in_a_folder_and_pruned_by_age(tmp_path):
    kept = pdf.KeptParts(tmp_path / "parts")
    first = pdf.render_document([page("<p>一</p>")], cache=kept)
    names = sorted(path.name for path in (tmp_path / "parts").iterdir())
    assert len(names) == 2 and all(re.fullmatch(r"[0-9a-f]{64}\.pdf", name) for name in names)
    assert pdf.render_document([page("<p>一</p>")], cache=kept, workers=1) == first


def test_the_font_stacks_are_those_the_doctor_examines():
    css = (settings.BASE_DIR / "static/css/print/document.css").read_text()
    stacks = [
        re.findall(r'"([^"]+)"|(?<=[ ,])([A-Z][A-Za-z]+)(?=[,;])', s)
        for s in re.findall(r"font-family:([^;]*;)", css)
    ]
    named = [tuple(quoted or bare for quoted, bare in stack) for stack in stacks]
    assert [role for role, faces in fonts.FACES.items() if tuple(faces) not in named] == []


def test_the_typesetter_is_not_loaded_by_us():
    source = (settings.BASE_DIR / "portal/core/pdf/__init__.py").read_text()
    assert not re.search(r"^(import|from) weasyprint", source, re.MULTILINE)


def test_a_part_that_continues_the_one_before_shares_its_bookmark():
    first = page("<h1>问题清单</h1><h3>云东县</h3>")
    rest = page('<div class="continued" data-title="问题清单"></div><h3>云西县</h3><p>内容</p>')
    document = read(pdf.render_document([page("<h1>报告</h1>"), first, rest]))
    titles = [
        [item.title for item in entry] if isinstance(entry, list) else entry.title
        for entry in document.outline
    ]
    assert titles == ["报告", "问题清单", ["云东县", "云西县"]]
    assert "问题清单" not in document.pages[2].extract_text()
