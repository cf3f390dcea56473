from django.urls import path

from portal.notifications.views import bulletins, channels

app_name = "notifications"
urlpatterns = [
    path("bulletins/", bulletins.bulletin_list, name="bulletins"),
    path("bulletins/export/", bulletins.bulletin_export, name="bulletin-export"),
    path("bulletins/new/<int:issuer>/", bulletins.bulletin_new, name="bulletin-new"),
    path("bulletins/<int:pk>/", bulletins.bulletin_detail, name="bulletin"),
    path("bulletins/<int:pk>/edit/", bulletins.bulletin_edit, name="bulletin-edit"),
    path("bulletins/<int:pk>/files/", bulletins.bulletin_attach, name="bulletin-attach"),
    path("bulletins/files/<int:pk>/remove/", bulletins.bulletin_detach, name="bulletin-detach"),
    path("bulletins/<int:pk>/confirm/", bulletins.bulletin_confirm, name="bulletin-confirm"),
    path("bulletins/<int:pk>/remind/", bulletins.bulletin_remind, name="bulletin-remind"),
    path("bulletins/<int:pk>/receipts/", bulletins.receipt_export, name="receipt-export"),
    path("bulletins/<int:pk>/moves/<slug:move>/", bulletins.bulletin_move, name="bulletin-move"),
    path("channels/", channels.mine, name="channels"),
    path("channels/<int:pk>/test/", channels.channel_test, name="channel-test"),
    path("channels/<int:pk>/remove/", channels.channel_remove, name="channel-remove"),
    path("robots/", channels.robots, name="robots"),
    path("deliveries/", channels.deliveries, name="deliveries"),
    path("deliveries/export/", channels.delivery_export, name="delivery-export"),
    path("deliveries/<int:pk>/retry/", channels.delivery_retry, name="delivery-retry"),
]
