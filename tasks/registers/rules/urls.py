from django.urls import path

from tasks.registers.rules import views

urlpatterns = [path("", views.rule_edit, name="register-rule")]
