from django.urls import path

from catalogs.views import adjustment, catalog, edition, item

app_name = "catalogs"
urlpatterns = [
    path("", catalog.home, name="home"),
    path("adjustments/", adjustment.adjustment_list, name="adjustments"),
    path("adjustments/<int:pk>/", adjustment.adjustment_detail, name="adjustment"),
    path("adjustments/<int:pk>/proposals/", adjustment.take_proposals, name="adjustment-proposals"),
    path("adjustments/<int:pk>/apply/", adjustment.apply, name="adjustment-apply"),
    path("adjustments/<int:pk>/undo/", adjustment.undo, name="adjustment-undo"),
    path("steps/<int:pk>/", adjustment.step_decide, name="step"),
    path("editions/<int:pk>/", edition.edition_detail, name="edition"),
    path("editions/<int:pk>/workbook/", edition.edition_workbook, name="edition-workbook"),
    path("editions/<int:pk>/describe/", edition.edition_describe, name="edition-describe"),
    path("editions/<int:pk>/submit/", edition.edition_submit, name="edition-submit"),
    path("editions/<int:pk>/effect/", edition.edition_effect, name="edition-effect"),
    path("editions/<int:pk>/compare/", edition.edition_compare, name="edition-compare"),
    path("editions/<int:pk>/compare/workbook/", edition.compare_workbook, name="compare-workbook"),
    path("editions/<int:pk>/moves/<slug:move>/", edition.edition_move, name="edition-move"),
    path("editions/<int:pk>/fields/<slug:code>/add/", item.item_add, name="item-add"),
    path("sections/<int:pk>/", edition.section_detail, name="section"),
    path("sections/<int:pk>/moves/<slug:move>/", edition.section_move, name="section-move"),
    path("items/<int:pk>/", item.item_detail, name="item"),
    path("items/<int:pk>/waive/", item.item_waive, name="item-waive"),
    path("items/<int:pk>/restore/", item.item_restore, name="item-restore"),
    path("items/<int:pk>/remove/", item.item_remove, name="item-remove"),
    path("<slug:code>/", catalog.catalog_detail, name="catalog"),
    path("<slug:code>/draft/", catalog.catalog_draft, name="catalog-draft"),
    path("<slug:code>/import/", catalog.catalog_import, name="catalog-import"),
]
