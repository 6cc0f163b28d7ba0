"""Counties, municipalities, vocabularies, organisations and contacts."""

import datetime as dt

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone, translation

from cms.registers.management.commands.load_registers import DATA
from cms.registers.models import TERM_MODELS, County, Municipality, PagePlace, ServiceType
from tests import factories

pytestmark = pytest.mark.django_db

ELEVEN = ["2505", "2482", "2421", "2039", "2085", "0482", "0428", "0581", "0583", "0781", "0765"]


def load():
    call_command("load_registers", verbosity=0)


def test_all_counties_and_municipalities_are_there(site):
    load()
    assert County.objects.count() == 21
    assert Municipality.objects.count() == 290
    assert set(ELEVEN) <= set(Municipality.objects.values_list("code", flat=True))


def test_codes_are_text_with_their_leading_zeros(site):
    load()
    assert Municipality.objects.get(name="Älmhult").code == "0765"
    assert County.objects.get(code="07").name_sv == "Kronobergs län"


def test_the_first_two_digits_are_the_county(site):
    load()
    assert all(m.code[:2] == m.county.code for m in Municipality.objects.select_related("county"))


def test_every_vocabulary_has_its_codes_and_both_languages(site):
    load()
    wanted = yaml.safe_load((DATA / "terms.yaml").read_text(encoding="utf-8"))
    for vocabulary, model in TERM_MODELS.items():
        assert set(model.objects.values_list("code", flat=True)) >= set(wanted[vocabulary])
        assert not model.objects.filter(name_sv="").exists()
        assert not model.objects.filter(name_en="").exists()


def test_the_five_core_services_are_marked(site):
    load()
    core = ServiceType.objects.filter(is_core=True).values_list("code", flat=True)
    assert set(core) == {"fuel", "groceries", "post", "pharmacy", "payments"}


def test_loading_again_changes_nothing(site, capsys):
    load()
    call_command("load_registers")
    assert "0 row(s) written" in capsys.readouterr().out


def test_loading_again_mends_a_name_but_keeps_what_editors_added(site):
    load()
    Municipality.objects.filter(code="2421").update(name="Storman", website="https://www.storuman.se/")
    load()
    storuman = Municipality.objects.get(code="2421")
    assert (storuman.name, storuman.website) == ("Storuman", "https://www.storuman.se/")


def test_a_label_is_in_the_active_language(site):
    fuel = factories.term("service_type", "fuel")
    with translation.override("en"):
        assert fuel.label == "fuel"
    with translation.override("sv"):
        assert fuel.label == "drivmedel"


@pytest.mark.parametrize("code", ["765", "07655", "07a5", ""])
def test_a_municipality_code_has_four_digits(site, code):
    place = Municipality(code=code, name="Ingenstans", county=factories.county("07"), latitude=56, longitude=14)
    with pytest.raises(ValidationError):
        place.full_clean()


@pytest.mark.parametrize(
    ("kind", "missing"), [("municipality", "municipality"), ("county", "county"), ("locality", "locality")]
)
def test_a_place_says_what_it_lacks(kind, missing):
    with pytest.raises(ValidationError) as refusal:
        PagePlace(kind=kind).clean()
    assert missing in refusal.value.message_dict


def test_a_contact_is_shown_by_role_address_first(site):
    person = factories.contact("en", role_email="roll@example.org", public_email="namn@example.org")
    assert person.api_value()["email"] == "roll@example.org"


def test_a_contact_that_has_not_agreed_is_not_shown(site):
    assert factories.contact("tyst", show_publicly=False).api_value() is None


def test_a_contact_whose_time_is_out_is_not_shown(site):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert factories.contact("forr", expires_on=yesterday).api_value() is None
    assert factories.contact("annu", expires_on=timezone.localdate()).api_value() is not None
