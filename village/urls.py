from django.urls import path  # noqa: F401 网址由各页面加入

app_name = "village"
urlpatterns: list = []
