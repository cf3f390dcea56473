from django.urls import path

from portal.notifications.views import channels

app_name = "notifications"
urlpatterns = [
    path("channels/", channels.mine, name="channels"),
    path("channels/<int:pk>/test/", channels.channel_test, name="channel-test"),
    path("channels/<int:pk>/remove/", channels.channel_remove, name="channel-remove"),
    path("robots/", channels.robots, name="robots"),
    path("deliveries/", channels.deliveries, name="deliveries"),
    path("deliveries/export/", channels.delivery_export, name="delivery-export"),
    path("deliveries/<int:pk>/retry/", channels.delivery_retry, name="delivery-retry"),
]
