"""公开正文的净化与显示。"""

from portal.core import html


def test_each_table_of_a_body_scrolls_by_itself():
    clean = html.sanitise(
        '<p>一</p><table style="width:9999px" class="x"><tr><td colspan="2">1</td></tr></table>'
    )
    shown = html.scrollable(clean)
    assert shown.count('<div class="table-wrap"') == 1 and shown.endswith("</table></div>")
    assert 'colspan="2"' in shown and "9999" not in shown
