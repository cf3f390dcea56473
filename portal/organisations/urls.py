from django.urls import path

from portal.organisations.views import people, places, posts, sheets

app_name = "organisations"
urlpatterns = [
    path("", places.tree, name="tree"),
    path("new/", places.add_city, name="add-city"),
    path("<int:pk>/", places.detail, name="detail"),
    path("<int:parent>/add/", places.add, name="add"),
    path("<int:pk>/edit/", places.edit, name="edit"),
    path("<int:pk>/end/", places.end, name="end"),
    path("<int:pk>/reopen/", places.reopen, name="reopen"),
    path("people/", people.people, name="people"),
    path("people/new/", people.person_create, name="person-create"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.person_edit, name="person-edit"),
    path("people/<int:pk>/appoint/", people.person_appoint, name="person-appoint"),
    path("people/<int:pk>/reset/", people.person_reset, name="person-reset"),
    path(
        "people/<int:pk>/reset-second-factor/",
        people.person_reset_second_factor,
        name="person-reset-second-factor",
    ),
    path("people/<int:pk>/unlock/", people.person_unlock, name="person-unlock"),
    path("people/<int:pk>/end-sessions/", people.person_end_sessions, name="person-end-sessions"),
    path("people/<int:pk>/deactivate/", people.person_deactivate, name="person-deactivate"),
    path("people/<int:pk>/reactivate/", people.person_reactivate, name="person-reactivate"),
    path("memberships/<int:pk>/end/", posts.membership_end, name="membership-end"),
    path("memberships/<int:pk>/cancel/", posts.membership_cancel, name="membership-cancel"),
    path("sheets/<slug:kind>/", sheets.sheet_export, name="sheet-export"),
    path("sheets/<slug:kind>/import/", sheets.sheet_import, name="sheet-import"),
]
