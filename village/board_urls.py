"""公示、异议、留存、查询的网址，并入 `village.urls`。"""

from django.urls import path

from village.views import inquiry, material, notice, objection, posting

urlpatterns = [
    path("programmes/<int:pk>/notices/", notice.notice_board, name="notices"),
    path("programmes/<int:pk>/notices/<str:code>/", notice.notice_order, name="notice-order"),
    path("programmes/<int:pk>/notices/<str:code>/<str:paper>/", notice.notice_pack, name="notice-pack"),
    path("notices/<int:pk>/", notice.notice_file, name="notice"),
    path("postings/", posting.year_end, name="year-end"),
    path("postings/list/", posting.posting_list, name="postings"),
    path("postings/villages/<str:code>/", posting.posting_board, name="posting-board"),
    path("postings/villages/<str:code>/register/", posting.posting_register, name="posting-register"),
    path("postings/<int:pk>/", posting.posting_detail, name="posting"),
    path("postings/<int:pk>/moves/<slug:move>/", posting.posting_move, name="posting-move"),
    path("postings/<int:pk>/evidence/", posting.evidence_add, name="evidence-add"),
    path("postings/<int:pk>/objections/", objection.objection_add, name="objection-add"),
    path("postings/<int:pk>/material/", material.material_add, name="material-add"),
    path("postings/objections/<int:pk>/", objection.objection_detail, name="objection"),
    path("postings/objections/<int:pk>/contact/", objection.objection_contact, name="objection-contact"),
    path(
        "postings/objections/<int:pk>/moves/<slug:move>/", objection.objection_answer, name="objection-answer"
    ),
    path("materials/", material.material_list, name="materials"),
    path("materials/<int:pk>/", material.material_detail, name="material"),
    path("materials/<int:pk>/moves/<slug:move>/", material.material_move, name="material-move"),
    path("inquiries/", inquiry.inquiry_list, name="inquiries"),
    path("inquiries/<str:code>/", inquiry.inquiry, name="inquiry"),
]
