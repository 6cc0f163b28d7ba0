"""Whole data sets: everything public of one kind, in every format, sent as it is read."""

import csv
import datetime as dt
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.api.exports import sources
from cms.api.exports.table import EXPORTS
from cms.registers.models import Organisation, PagePlace
from tests import factories
from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db

NAMES = ["cases", "resources", "service-plans", "events", "organisations", "projects"]
WITH_PLACES = ["cases", "service-plans", "events", "organisations"]
MAKERS = {
    "cases": factories.make_case,
    "resources": factories.make_resource,
    "service-plans": factories.make_plan,
    "events": factories.make_event,
    "projects": factories.make_project,
}
EVERY = [
    (name, form) for name in NAMES for form in ("json", "ndjson", "csv", "geojson") if form in EXPORTS[name].formats
]


@pytest.fixture
def fetch(client):
    """The bytes of an export."""

    def ask(name, query=""):
        response = client.get(f"/api/v2/exports/{name}?{query}")
        assert response.status_code == 200, response.content
        assert response.streaming
        return b"".join(response.streaming_content)

    return ask


@pytest.fixture
def rows(fetch):
    """The lines of a table by the names of its columns."""

    def ask(name, query=""):
        return list(csv.DictReader(io.StringIO(fetch(f"{name}.csv", query).decode("utf-8-sig"), newline="")))

    return ask


@pytest.fixture
def ids(fetch):
    """Ids of a JSON export, in their order."""
    return lambda name, query="": [item["id"] for item in json.loads(fetch(f"{name}.json", query))["items"]]


# --- What is in them


def test_all_data_sets_exist():
    assert sorted(EXPORTS) == sorted(NAMES)


@pytest.mark.parametrize("name", MAKERS)
def test_every_format_has_all_public_pages_of_the_type_in_both_languages(site, fetch, rows, ids, name):
    pages = [MAKERS[name]() for _ in range(3)]
    pages.append(factories.translate_page(pages[0]))
    expected = sorted(page.pk for page in pages)
    assert ids(name) == expected
    assert [json.loads(line)["id"] for line in fetch(f"{name}.ndjson").splitlines()] == expected
    assert [int(row["id"]) for row in rows(name)] == expected
    if name in WITH_PLACES:
        features = json.loads(fetch(f"{name}.geojson"))["features"]
        assert [feature["id"] for feature in features] == expected


def test_items_are_those_of_the_list_without_contacts(site, get, fetch):
    for make, label, name in (
        (factories.make_case, "bank.CaseStudyPage", "cases"),
        (factories.make_plan, "bank.ServicePlanPage", "service-plans"),
    ):
        make()
        [listed] = get(f"{PAGES}?type={label}&fields=*")["items"]
        for private in ("contacts", "study_visit_contact", "coordinator"):
            listed.pop(private, None)
        [item] = json.loads(fetch(f"{name}.json"))["items"]
        assert item == listed


def test_labels_are_in_the_language_of_the_page(site, rows):
    case = factories.make_case(service_types=["groceries"], solution_status="running")
    factories.translate_page(case)
    swedish, english = rows("cases")
    assert (swedish["locale"], swedish["service_type_labels"]) == ("sv", "dagligvaror")
    assert (english["locale"], english["service_type_labels"]) == ("en", "groceries")
    assert swedish["service_type_codes"] == english["service_type_codes"] == "groceries"
    assert swedish["persistent_id"] == english["persistent_id"] == case.persistent_id


def test_contacts_are_in_no_export(site, fetch):
    hidden = factories.contact("hemlig", name="Hemlig Person", show_publicly=False, public_email="zyx@example.org")
    shown = factories.contact("visad", name="Visad Person", public_email="wvu@example.org", role_email="")
    for contact in (hidden, shown):
        factories.make_case(contacts=[contact], study_visit="yes", study_visit_contact=contact)
        factories.make_plan(coordinator=contact), factories.make_project(contact=contact)
        factories.make_event(), factories.make_resource()
    for name, form in EVERY:
        text = fetch(f"{name}.{form}").decode()
        for secret in ("Hemlig Person", "zyx@example.org", "Visad Person", "wvu@example.org"):
            assert secret not in text, (name, form)


def test_hidden_pages_are_in_no_export(site, fetch, ids):
    mark = "zyxhemlig"
    shown = factories.make_case()
    factories.make_case(title=f"{mark} utkast", published=False)
    factories.make_case(title=f"{mark} avpublicerad").unpublish()
    factories.restrict(factories.make_case(title=f"{mark} spärrad"))
    factories.make_event(title="Träff", online_url=f"https://{mark}.example/", online_for_members=True)
    for name, form in EVERY:
        assert mark not in fetch(f"{name}.{form}").decode()
    assert ids("cases") == [shown.pk]


def test_page_that_is_closed_while_an_export_runs_is_not_sent(site, client, monkeypatch):
    monkeypatch.setattr(sources, "PART", 1)
    first, second, third = (factories.make_case() for _ in range(3))
    lines = client.get("/api/v2/exports/cases.ndjson").streaming_content
    assert json.loads(next(lines))["id"] == first.pk
    factories.restrict(second)
    assert [json.loads(line)["id"] for line in lines] == [third.pk]


# --- Narrowing


def test_filters_are_those_of_the_list(site, ids):
    here = factories.make_case(municipality="2421", service_types=["fuel"], themes=["safety"])
    elsewhere = factories.make_case(municipality="0765", service_types=["post"], solution_status="closed")
    english = factories.translate_page(here)
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(last_published_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    for query, expected in (
        ("locale=sv", [here, elsewhere]),
        ("locale=en", [english]),
        ("county=24", [here, english]),
        ("municipality=0765", [elsewhere]),
        ("service_type=fuel,post&locale=sv", [here, elsewhere]),
        ("theme=safety&locale=sv", [here]),
        ("status=closed", [elsewhere]),
        ("last_published_at__lt=2021-01-01", [elsewhere]),
        (f"persistent_id={here.persistent_id}", [here, english]),
        ("locale=sv&municipality=2480", []),
    ):
        assert ids("cases", query) == [page.pk for page in expected], query


def test_organisations_are_narrowed_by_place_and_type(site, rows):
    factories.organisation("here", municipality=factories.municipality("2421"), type="municipality")
    factories.organisation("there", municipality=factories.municipality("0765"), type="local_group")
    factories.organisation("nowhere", type="local_group")
    mine = {"here", "there", "nowhere"}

    def found(query):
        return {row["code"] for row in rows("organisations", query)} & mine

    assert found("") == mine
    assert found("county=24") == found("municipality=2421") == {"here"}
    assert found("type=local_group") == {"there", "nowhere"}
    assert found("type=local_group&county=07") == {"there"}


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_strict(site, get, name):
    assert get(f"/api/v2/exports/{name}.csv?clent=1&limit=5", 400)["parameters"] == ["clent", "limit"]
    for query in ("county=99", "municipality=x", "locale=fi", "county=24&county=25", "locale="):
        assert get(f"/api/v2/exports/{name}.json?{query}", 400)["type"].endswith("invalid-parameter")


def test_type_is_given_by_the_name_of_the_export(site, get):
    assert get("/api/v2/exports/cases.csv?type=bank.CaseStudyPage", 400)["parameters"] == ["type"]


# --- Names and formats


@pytest.mark.parametrize(("name", "form"), EVERY)
def test_file_has_a_name_and_a_type(site, client, name, form):
    response = client.get(f"/api/v2/exports/{name}.{form}?locale=sv")
    assert (
        response["Content-Type"].partition(";")[0]
        == {
            "json": "application/json",
            "ndjson": "application/x-ndjson",
            "csv": "text/csv",
            "geojson": "application/geo+json",
        }[form]
    )
    filename = response["Content-Disposition"].removeprefix("attachment; filename=").strip('"')
    assert filename.startswith(f"servicebanken-{name}-sv-20")
    assert filename.endswith(f".{form}")
    head = client.head(f"/api/v2/exports/{name}.{form}?locale=sv")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Disposition"] == response["Content-Disposition"]
    b"".join(response.streaming_content)


@pytest.mark.parametrize("name", ["resources", "projects"])
def test_map_of_what_has_no_place_says_which_formats_there_are(site, get, name):
    problem = get(f"/api/v2/exports/{name}.geojson", 404)
    assert problem["formats"] == ["json", "ndjson", "csv"]
    assert "ndjson" in problem["detail"]


def test_unknown_data_set_or_format_says_what_there_is(site, get):
    assert set(get("/api/v2/exports/people.csv", 404)["exports"]) == set(NAMES)
    assert get("/api/v2/exports/cases.xlsx", 404)["formats"] == ["json", "ndjson", "csv", "geojson"]
    for address in ("cases", "cases.", ".csv", "cases.csv/", "cases.csv.gz", "%00.csv", "CASES.csv"):
        get(f"/api/v2/exports/{address}", 404)


@pytest.mark.parametrize(("name", "form"), EVERY)
def test_export_of_nothing_is_well_formed(site, fetch, name, form):
    Organisation.objects.all().delete()
    body = fetch(f"{name}.{form}").decode("utf-8-sig")
    if form == "json":
        assert json.loads(body) == {"items": []}
    elif form == "geojson":
        assert json.loads(body) == {"type": "FeatureCollection", "features": []}
    else:
        assert body.splitlines()[1:] == []


# --- Tables


def test_table_is_rfc_4180_for_spreadsheets(site, fetch):
    factories.make_case(title='Bo "Boxen" i by, och\nandra', in_30_seconds="Å, ä och ö")
    body = fetch("cases.csv")
    assert body.startswith(b"\xef\xbb\xbfid,persistent_id,locale,title,")
    header, line = body.decode("utf-8-sig").split("\r\n", 1)
    assert '"Bo ""Boxen"" i by, och\nandra"' in line
    assert '"Å, ä och ö"' in line
    assert body.endswith(b"\r\n")
    [row] = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    assert row["title"] == 'Bo "Boxen" i by, och\nandra'
    assert len(row) == len(header.split(","))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "＝"])
def test_no_cell_is_a_formula(site, rows, start):
    factories.make_case(locality=f"{start}HYPERLINK(1)", latitude="64.95", longitude="17.68")
    [row] = rows("cases")
    assert row["locality"] == f"'{start}HYPERLINK(1)"
    assert (row["latitude"], row["longitude"]) == ("64.95", "17.68")


def test_columns_have_codes_and_labels(site, rows):
    factories.make_case(service_types=["fuel", "post"], places=["0765"], operator=factories.organisation())
    [row] = rows("cases")
    assert (row["municipality_code"], row["municipality_label"]) == ("2421", "Storuman")
    assert (row["county_code"], row["county_label"]) == ("24", "Västerbottens län")
    assert row["service_type_codes"] == "fuel|post"
    assert row["service_type_labels"].count("|") == 1
    assert (row["place_municipality_codes"], row["place_county_codes"]) == ("0765", "07")
    assert (row["operator_code"], row["operator_label"]) == ("byalaget", "Byalaget")
    assert row["started_on"] == row["place_type_code"] == ""


COLUMNS = {
    "page": (
        "id persistent_id locale title summary html_url detail_url first_published_at last_published_at "
        "translation_state licence service_type_codes service_type_labels solution_type_codes solution_type_labels "
        "theme_codes theme_labels audience_codes audience_labels level_codes level_labels place_municipality_codes "
        "place_municipality_labels place_county_codes place_localities "
    ),
    "cases": (
        "in_30_seconds solution_status_code solution_status_label status_checked_on started_on ended_on "
        "municipality_code municipality_label county_code county_label locality latitude longitude "
        "coordinates_precision place_type_code place_type_label inhabitants inhabitants_year km_to_next_same_service "
        "distance_method_code distance_method_label delivery_mode_code delivery_mode_label provider_sector_code "
        "provider_sector_label operator_form_code operator_form_label operator_code operator_label study_visit_code "
        "study_visit_label evidence_type_code evidence_type_label quality_level_code quality_level_label confirmed_on "
        "success_factor_codes success_factor_labels"
    ),
    "resources": (
        "in_30_seconds kind_code kind_label phase_codes phase_labels time_needed participants_min participants_max "
        "cost_level_code cost_level_label skills use_beyond_service origin_organisation_code "
        "origin_organisation_label origin_credit"
    ),
    "service-plans": (
        "municipality_code municipality_label county_code county_label status_code status_label period_from period_to "
        "adopted_on adopted_by_code adopted_by_label decision_paragraph registration_number next_revision_on "
        "yearly_follow_up document_url document_accessible regional_programme_url number_of_meetings"
    ),
    "events": (
        "event_type_code event_type_label status_code status_label starts_at ends_at attendance_mode_code "
        "attendance_mode_label venue address online_url meeting_theme language_code language_label organiser_code "
        "organiser_label"
    ),
    "projects": (
        "acronym owner_code owner_label status_code status_label period_from period_to budget_amount budget_currency "
        "programme supporting_authority_code supporting_authority_label"
    ),
    "organisations": (
        "code label name_sv name_en short_name type_code type_label parent_code parent_label municipality_code "
        "municipality_label county_code county_label website member_of_network member_since"
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_columns_stay_where_they_are(site, fetch, name):
    header = fetch(f"{name}.csv").decode("utf-8-sig").split("\r\n")[0].split(",")
    common = [] if name == "organisations" else COLUMNS["page"].split()
    assert header == common + COLUMNS[name].split()


# --- Maps


def feature_of(fetch, name, pk):
    features = json.loads(fetch(f"{name}.geojson"))["features"]
    return next(feature for feature in features if feature["id"] == pk)


def test_map_has_longitude_before_latitude_and_codes_of_scb(site, fetch):
    case = factories.make_case(latitude="64.95", longitude="17.68", municipality="0765")
    feature = feature_of(fetch, "cases", case.pk)
    assert feature["type"] == "Feature"
    assert feature["geometry"] == {"type": "Point", "coordinates": [17.68, 64.95]}
    properties = feature["properties"]
    assert (properties["municipality_code"], properties["county_code"]) == ("0765", "07")
    assert (properties["geometry_source"], properties["title"]) == ("coordinates", case.title)
    assert properties["service_type_codes"] == ["groceries"]


def test_thing_without_coordinates_stands_in_its_municipality(site, fetch):
    storuman = factories.municipality("2421")
    point = {"type": "Point", "coordinates": [storuman.longitude, storuman.latitude]}
    case, plan = factories.make_case(), factories.make_plan()
    event = factories.make_event(places=["2421"])
    factories.organisation("here", municipality=storuman)
    for name, pk in (("cases", case.pk), ("service-plans", plan.pk), ("events", event.pk), ("organisations", "here")):
        feature = feature_of(fetch, name, pk)
        assert (feature["geometry"], feature["properties"]["geometry_source"]) == (point, "municipality")


def test_several_places_are_several_points_and_none_is_no_geometry(site, fetch):
    several, nowhere = factories.make_event(places=["2421", "0765", "2421"]), factories.make_event()
    nowhere.places = [PagePlace(kind="county", county=factories.county("24"))]
    nowhere.save_revision().publish()
    geometry = feature_of(fetch, "events", several.pk)["geometry"]
    assert (geometry["type"], len(geometry["coordinates"])) == ("MultiPoint", 2)
    feature = feature_of(fetch, "events", nowhere.pk)
    assert feature["geometry"] is feature["properties"]["geometry_source"] is None
    assert feature["properties"]["place_county_codes"] == ["24"]


# --- Size


@pytest.mark.parametrize(
    ("name", "form"), [(name, "json") for name in NAMES] + [("cases", "csv"), ("cases", "geojson")]
)
def test_part_takes_as_many_queries_for_many_as_for_few(site, fetch, name, form):
    make = MAKERS.get(name) or (lambda: factories.organisation(f"organisation-{Organisation.objects.count()}"))
    counts = []
    for number in (1, 5):
        for _ in range(number):
            make()
        fetch(f"{name}.{form}")
        with CaptureQueriesContext(connection) as queries:
            fetch(f"{name}.{form}")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_large_export_is_read_part_by_part_and_begins_at_once(site, client, monkeypatch):
    monkeypatch.setattr(sources, "PART", 2)
    pages = [factories.make_case() for _ in range(5)]
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/api/v2/exports/cases.csv")
        before = len(queries)
        header = next(response.streaming_content)
        assert len(queries) == before
        parts = list(response.streaming_content)
    assert header.startswith(b"\xef\xbb\xbfid,")
    assert [part.count(b"\r\n") for part in parts] == [2, 2, 1]
    assert len(queries) > before
    found = list(csv.reader(io.StringIO(b"".join(parts).decode(), newline="")))
    assert [int(row[0]) for row in found] == [page.pk for page in pages]
