from django.urls import path

from portal.public import views, villages

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("columns/<slug:slug>/", views.column, name="column"),
    path("columns/<slug:slug>/feed.xml", views.feed, name="feed"),
    path("info/<int:pk>/", views.detail, name="detail"),
    path("info/<int:pk>/files/<int:position>/", views.attachment, name="attachment"),
    path("info/<int:pk>/rows.csv", views.rows_csv, name="rows-csv"),
    path("info/<int:pk>/rows.json", views.rows_json, name="rows-json"),
    path("villages/", villages.village_index, name="villages"),
    path("villages/receipts/", villages.receipt, name="receipt"),
    path("villages/postings/<int:pk>/objection/", villages.objection, name="objection"),
    path("villages/<str:code>/", villages.village, name="village"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("site-map/", views.site_map, name="site-map"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
