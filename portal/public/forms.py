"""公众查询的条件：都写在网址里，谁都可以改，不合要求的当作没有填。"""

from django import forms

LARGEST_ID = 2**63 - 1


class ListFilter(forms.Form):
    """一个栏目里找信息：年份、发布机构、标题或文号里的词。"""

    year = forms.IntegerField(required=False, min_value=1900, max_value=2999)
    body = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    words = forms.CharField(required=False, max_length=100)

    @property
    def wanted(self) -> dict:
        """填得合要求的条件。"""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
