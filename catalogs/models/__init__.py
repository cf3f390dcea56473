"""目录的模型：领域、目录与版本、事项、公开记录、标准调整、列对应。"""

from catalogs.models.adjustment import Adjustment, AdjustmentStep
from catalogs.models.catalog import Catalog, Edition, Section
from catalogs.models.disclosure import Disclosure, Feed, FeedEntry
from catalogs.models.field import Field, FieldName, FieldOwner
from catalogs.models.item import CONTENT, SUBSTANCE, Item, new_key
from catalogs.models.mapping import ColumnMapping

__all__ = [
    "CONTENT",
    "SUBSTANCE",
    "Adjustment",
    "AdjustmentStep",
    "Catalog",
    "ColumnMapping",
    "Disclosure",
    "Edition",
    "Feed",
    "FeedEntry",
    "Field",
    "FieldName",
    "FieldOwner",
    "Item",
    "Section",
    "new_key",
]
