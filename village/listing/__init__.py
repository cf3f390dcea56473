"""发放清单的识读与核对：工作簿的纯值进来，逐户的行与全部错误、存疑出去；不碰数据库。"""

from village.listing.lines import Line, Listing
from village.listing.places import Places, Village
from village.listing.reading import Terms, read

__all__ = ["Line", "Listing", "Places", "Terms", "Village", "read"]
