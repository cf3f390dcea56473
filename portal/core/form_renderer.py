"""表单的样子只有一处：标签在上，说明与错误在中，输入在下。"""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """`settings.FORM_RENDERER`。字段用 components/field.html，整张表单用 components/form.html。"""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
