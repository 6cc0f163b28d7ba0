"""Which drawing stands where there is no photograph."""

from typing import Any

BY_SOLUTION_TYPE = {
    "fixed_service_point": "counter",
    "mobile_service_point": "van",
    "goods_box": "goods_box",
    "unmanned_shop": "goods_box",
    "country_shop": "country_shop",
    "village_fuel": "fuel_pump",
    "parcel_locker": "parcel_shelf",
    "home_delivery_scheme": "van",
    "shop_bus": "van",
    "village_hall_point": "village_hall",
    "community_room": "village_hall",
    "digital_service": "counter",
    "collaboration_platform": "meeting",
    "transport_sharing": "bus_stop",
}
BY_SERVICE_TYPE = {
    "fuel": "fuel_pump",
    "groceries": "country_shop",
    "post": "parcel_shelf",
    "pharmacy": "pharmacy",
    "payments": "payments",
    "charging": "charging_post",
    "state_service": "counter",
    "municipal_service": "village_hall",
    "health_care": "pharmacy",
    "education": "village_hall",
    "emergency": "van",
    "communications": "bus_stop",
    "bank": "payments",
    "library": "counter",
    "tourist_info": "jetty",
    "meeting_place": "village_hall",
    "home_delivery": "van",
    "internet_access": "counter",
    "agency": "parcel_shelf",
}
BY_PAGE_TYPE = {
    "resourcearticlepage": "meeting",
    "serviceplanpage": "landscape",
    "eventpage": "meeting",
    "networkpage": "meeting",
    "projectpage": "landscape",
    "topicpage": "landscape",
}
MOTIFS = frozenset(
    {*BY_SOLUTION_TYPE.values(), *BY_SERVICE_TYPE.values(), *BY_PAGE_TYPE.values(), "jetty", "landscape"}
)


def motif_of(page: Any) -> str:
    """The drawing of a page: by what it shows, then by what can be done there, then by its type."""
    type_name = page._meta.model_name
    if type_name not in BY_PAGE_TYPE:
        for facet, motifs in (("solution_types", BY_SOLUTION_TYPE), ("service_types", BY_SERVICE_TYPE)):
            codes = [term.code for term in page.terms(facet)] if hasattr(page, "terms") else []
            for code in codes:
                if code in motifs:
                    return motifs[code]
    return BY_PAGE_TYPE.get(type_name, "landscape")


def motif_of_service(code: str) -> str:
    return BY_SERVICE_TYPE.get(code, "country_shop")
