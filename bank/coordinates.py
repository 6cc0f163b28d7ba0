"""Where a case is on the map, never finer than the page says that it may be known."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cms.registers.vocabularies import PointPrecision

FINENESS = {
    PointPrecision.EXACT: Decimal("0.00001"),  # a metre
    PointPrecision.LOCALITY: Decimal("0.01"),  # a kilometre
    PointPrecision.MUNICIPALITY: Decimal("0.1"),  # ten kilometres
}

PANEL_OF_THE_POINT = FieldRowPanel(
    [
        FieldPanel("latitude", help_text=_("Degrees north, as map services show them, for example 65.1.")),
        FieldPanel("longitude", help_text=_("Degrees east, for example 17.1.")),
        FieldPanel(
            "point_precision", help_text=_("The point is rounded to this, so that nobody's home can be found by it.")
        ),
    ]
)


def rounded(degrees: Decimal | None, precision: str) -> Decimal | None:
    """A latitude or longitude as fine as its precision allows, or None."""
    return None if degrees is None else Decimal(degrees).quantize(FINENESS[PointPrecision(precision)])
