"""网址总表：公开专栏在根，工作台在 /desk/。"""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
