"""Municipality pages: they stand beside the page tree, one for each municipality there is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from bank.models import PlanStatus
from bank.municipalities import counties, overview
from cms.core.addresses import absolute_url
from cms.core.languages import addresses
from cms.core.presentation.navigation import Crumb, home_path
from cms.core.visibility import reading_together
from cms.registers.models import Municipality


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """Every county with its municipalities and where their service plans stand."""
    with reading_together():
        found = counties()
        everyone = [municipality for county in found for municipality in county.municipalities]
        context = {
            "counties": found,
            "number": len(everyone),
            "with_plan": sum(municipality.status != PlanStatus.MISSING for municipality in everyone),
            "trail": [Crumb(_("Front page"), home_path()), Crumb(_("Municipalities"), "")],
            **_addresses(request, addresses("municipalities")),
        }
        return render(request, "pages/municipalities.html", context)


@require_safe
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """One municipality: plan, coordinator, cases, events, organisations and neighbours."""
    with reading_together():
        rows = Municipality.objects.select_related("county", "coordinator__organisation", "rural_council")
        found = get_object_or_404(rows, code=code)
        trail = [
            Crumb(_("Front page"), home_path()),
            Crumb(_("Municipalities"), reverse("municipalities")),
            Crumb(found.name, ""),
        ]
        context = {
            "municipality": found,
            "overview": overview(found, Locale.get_active()),
            "trail": trail,
            **_addresses(request, addresses("municipality", code=code)),
        }
        return render(request, "pages/municipality.html", context)


def _addresses(request: HttpRequest, alternates: dict[str, str]) -> dict[str, object]:
    return {"alternates": alternates, "canonical": absolute_url(request.path)}
