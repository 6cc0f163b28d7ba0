"""Public pages as a visitor's browser gets them."""

import re

import pytest
from django.db import connection
from django.template.loader import get_template
from django.test.utils import CaptureQueriesContext
from wagtail.blocks import StreamValue
from wagtail.models import Collection, CollectionViewRestriction, Page

from bank.models import CaseStudyPage, ResourceStep
from cms.core.blocks import BODY_BLOCKS
from cms.core.models import Attachment, Rendition
from cms.core.renditions import make_renditions
from cms.settings.env import ROOT
from tests import factories

TEMPLATES = ROOT / "templates"
ADMIN = ("admin", "wagtailadmin", "wagtail_localize", "mail")
PUBLIC_TEMPLATES = sorted(
    path for path in TEMPLATES.rglob("*.html") if path.relative_to(TEMPLATES).parts[0] not in ADMIN
)


def get(client, page: Page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def titles_of(html: str) -> str:
    """The page without its head, so that a search finds what is shown."""
    return html.partition("<body")[2]


# --- Templates as files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PUBLIC_TEMPLATES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_templates_hold_no_inline_style_or_script_and_nothing_from_elsewhere(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert not re.search(r"""(?:src|srcset|href|action)=["'](?:https?:)?//""", source)


@pytest.mark.parametrize("path", sorted((ROOT / "static").rglob("*.*s")), ids=lambda path: path.name)
def test_styles_and_scripts_fetch_nothing_from_elsewhere(path):
    assert not re.search(r"(?:https?:)?//\w[\w.-]+\.\w", path.read_text(encoding="utf-8"))


# --- Every page ---------------------------------------------------------------------------------------------------


@pytest.fixture
def pages(site):
    sections = ("home", "bank", "cases", "resources", "plans", "collections", "topics", "network", "events", "projects")
    return [
        *(getattr(site, name) for name in sections),
        factories.make_content_page(),
        factories.make_case(),
        factories.make_resource(),
        factories.make_plan(),
        factories.make_collection(),
        factories.make_topic("safety"),
        factories.make_network(),
        factories.make_event(),
        factories.make_project(),
    ]


def test_every_page_says_its_licence_its_dates_and_its_lasting_address(client, pages):
    for page in pages:
        html = titles_of(get(client, page))
        for words in ("Om den här sidan", "Senast uppdaterad", "Granskad", "CC BY 4.0", f"/id/{page.persistent_id}"):
            assert words in html, (type(page).__name__, words)


def test_every_page_has_one_main_heading_and_a_skip_link_first(client, pages):
    for page in pages:
        html = titles_of(get(client, page))
        assert html.count("<h1") == 1, type(page).__name__
        assert html.index('class="skip-link"') == html.index("class=", html.index("<a"))


def test_a_visitor_gets_no_cookie_and_an_answer_that_varies_by_none(client, pages):
    for page in pages:
        response = client.get(page.url)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", ""), type(page).__name__


def test_breadcrumbs_stand_below_the_second_level_only(client, site):
    assert 'class="breadcrumbs"' not in get(client, site.bank)
    html = get(client, factories.make_case(title="Boxen"))
    assert 'class="breadcrumbs"' in html
    assert "BreadcrumbList" in html


def test_the_page_tells_what_it_is_to_search_engines(client, site):
    assert '"@type": "Article"' in get(client, factories.make_case())
    assert '"@type": "HowTo"' in get(client, factories.make_resource())
    assert '"@type": "Event"' in get(client, factories.make_event())
    assert '"@type": "Organization"' in get(client, site.home)


def test_a_title_cannot_break_out_of_its_page(client, site):
    html = get(client, factories.make_case(title="</script><script>alert(1)</script>"))
    assert "<script>alert" not in html


# --- Between the languages ----------------------------------------------------------------------------------------


def test_hreflang_names_live_translations_and_nothing_else(client, site):
    case, draft = factories.make_case(), factories.make_case()
    english = factories.translate_page(case)
    factories.translate_page(draft).unpublish()
    for page in (case, english):
        html = get(client, page)
        assert re.findall(r'rel="alternate" hreflang="([\w-]+)"', html) == ["sv", "en", "x-default"]
        assert f'<link rel="canonical" href="{page.full_url}">' in html
    assert "hreflang=" not in get(client, draft).partition("</head>")[0]


def test_the_language_switch_leads_to_the_same_page_or_says_it_is_not_translated(client, site):
    case = factories.make_case()
    html = get(client, case)
    assert f'href="/en/untranslated/{case.persistent_id}/"' in html
    english = factories.translate_page(case)
    assert f'href="{english.url}"' in get(client, case)
    assert f'href="{case.url}"' in get(client, english)


def test_a_swedish_page_on_an_english_one_is_marked_with_its_language(client, site):
    case = factories.make_case(title="Boxen i Slussfors")
    collection = factories.translate_page(factories.make_collection([case]))
    assert re.search(rf'href="{case.url}"\s+lang="sv" hreflang="sv">Boxen i Slussfors', get(client, collection))


def test_an_english_page_older_than_the_swedish_one_says_so(client, site):
    case = factories.make_case(title="Boxen")
    english = factories.translate_page(case)
    type(case).objects.filter(pk=english.pk).update(text_digest="")
    html = get(client, english)
    assert "This English text is older than the Swedish page" in html
    assert f'href="{case.url}"' in titles_of(html).partition("older than")[2]


# --- What may be shown --------------------------------------------------------------------------------------------


def test_a_contact_is_shown_by_role_and_only_when_it_is_public(client, site):
    shown = factories.contact("open", role_email="roll@kommunen.example", public_email="anna@kommunen.example")
    hidden = factories.contact("closed", role_email="hemlig@kommunen.example", show_publicly=False)
    html = get(client, factories.make_case(contacts=[shown]))
    assert "roll@kommunen.example" in html
    assert "anna@kommunen.example" not in html
    assert "hemlig@kommunen.example" not in get(client, factories.make_case(contacts=[hidden]))


def test_all_contacts_that_are_public_stand_in_their_order(client, site):
    first, second = (factories.contact(code, role_email=f"{code}@example.org") for code in ("forst", "sedan"))
    hidden = factories.contact("closed", role_email="hemlig@example.org", show_publicly=False)
    html = get(client, factories.make_case(contacts=[second, hidden, first]))
    section = html.partition('id="contact"')[2].partition("</section>")[0]
    assert re.findall(r"mailto:([^\"]+)", section) == ["sedan@example.org", "forst@example.org"]
    assert "hemlig@example.org" not in html


def test_who_receives_visits_is_shown_with_the_terms_and_only_when_public(client, site):
    host = factories.contact("vard", role_email="besok@example.org")
    hidden = factories.contact("closed", role_email="hemlig@example.org", show_publicly=False)
    visits = {"study_visit": "yes", "study_visit_note": "500 kr"}
    terms = get(client, factories.make_case(study_visit_contact=host, **visits)).partition("500 kr")[2]
    assert "besok@example.org" in terms
    assert "hemlig@example.org" not in get(client, factories.make_case(study_visit_contact=hidden, **visits))
    assert "besok@example.org" not in get(client, factories.make_case(study_visit_contact=host, study_visit="no"))


def test_files_of_a_step_stand_in_it_in_their_order(client, site):
    files = [factories.make_document(title=title) for title in ("Inbjudan", "Anteckningar")]
    steps = [ResourceStep(title="Bjud in", text="<p>Ring.</p>", files=[("file", file) for file in files])]
    page = factories.make_resource(steps=steps)
    section = get(client, page).partition('class="steps"')[2].partition("</ol>")[0]
    assert section.index("Inbjudan") < section.index("Anteckningar")
    files[0].delete()
    section = get(client, page).partition('class="steps"')[2].partition("</ol>")[0]
    assert "Inbjudan" not in section
    assert "Anteckningar" in section


def test_similar_cases_share_a_solution_and_are_public(client, site):
    case = factories.make_case(title="Boxen", solution_types=["goods_box"], service_types=["groceries"])
    factories.make_case(title="Likadan låda", solution_types=["goods_box"])
    factories.make_case(title="Bara ett utkast", solution_types=["goods_box"], published=False)
    factories.make_case(title="Helt annat", solution_types=["village_fuel"], service_types=["fuel"])
    similar = get(client, case).partition('id="similar"')[2]
    assert "Likadan låda" in similar
    assert "Bara ett utkast" not in similar
    assert "Helt annat" not in similar


def test_a_picture_is_shown_from_what_is_ready_and_never_made_by_a_visit(client, site):
    image = factories.make_image()
    Rendition.objects.all().delete()
    case = factories.make_case(main_image=image)
    html = get(client, case)
    assert "<picture>" not in html
    assert 'class="drawing' in html
    assert not Rendition.objects.exists()
    make_renditions(image)
    made = Rendition.objects.count()
    html = get(client, case)
    assert "<picture>" in html
    assert 'property="og:image" content="http' in html
    assert Rendition.objects.count() == made


def test_pictures_and_files_of_a_closed_collection_are_left_out(client, site):
    closed = Collection.get_first_root_node().add_child(name="Bara för medlemmar")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    image, document = factories.make_image(collection=closed), factories.make_document(collection=closed)
    make_renditions(image)
    case = factories.make_case(main_image=image, attachments=[Attachment(document=document, title="Hemlig mall")])
    html = get(client, case)
    assert "<picture>" not in html
    assert "Hemlig mall" not in html


# --- Blocks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "block"), BODY_BLOCKS, ids=[name for name, _block in BODY_BLOCKS])
def test_every_block_shows_its_example(name, block, site):
    value = block.normalize(block.get_preview_value())
    html = block.render(value, {"page": site.home, "block_id": "1"})
    assert "None" not in html
    first_words = re.findall(r">\s*([^<>{}\s][^<>{}]+)<", html)
    assert first_words or name in {"image", "file", "card_list"}


def test_a_film_asks_nothing_of_its_host_before_the_click(site):
    block = dict(BODY_BLOCKS)["video"]
    html = block.render(block.normalize({"title": "Boxen", "url": "https://vimeo.com/123456789"}))
    assert "<iframe" not in html
    assert 'data-film="https://player.vimeo.com/video/123456789?dnt=1"' in html
    assert '<a class="external" rel="external" href="https://vimeo.com/123456789">' in html


def test_a_table_can_be_read_row_by_row_on_a_phone(site):
    block = dict(BODY_BLOCKS)["table"]
    html = block.render(block.normalize({"caption": "Öppet", "header": ["Dag", "Tid"], "rows": [["Måndag", "9–18"]]}))
    assert '<th role="rowheader" scope="row">Måndag</th>' in html
    assert 'data-label="Tid"' in html


# --- Previews and errors ------------------------------------------------------------------------------------------


def test_a_page_that_was_never_saved_can_be_previewed(site, rf):
    page = CaseStudyPage(
        title="Nytt", summary="Nytt.", locale=site.cases.locale, in_30_seconds="Kort.", need="<p>Nöd</p>"
    )
    page.body = StreamValue(page.body.stream_block, [])
    page.path, page.depth = f"{site.cases.path}0099", site.cases.depth + 1
    response = page.make_preview_request(rf.get("/"), "")
    assert response.status_code == 200
    assert "<h1>Nytt</h1>" in response.content.decode()


def test_the_page_for_faults_of_ours_needs_neither_request_nor_database(db):
    with CaptureQueriesContext(connection) as queries:
        html = get_template("500.html").render()
    assert not queries.captured_queries
    assert '<html lang="sv">' in html
    assert html.count("<h1") == 1
    assert 'role="search"' in html


def test_a_missing_page_offers_the_page_of_the_same_name_in_the_other_language(client, site):
    case = factories.make_case(title="Boxen i byn")
    response = client.get(f"/en/bank/good-examples/{case.slug}/")
    assert response.status_code == 404
    html = response.content.decode()
    assert f'href="{case.url}"' in html
    assert 'role="search"' in html


def test_a_missing_page_does_not_reveal_a_hidden_one(client, site):
    case = factories.make_case(title="Hemlig låda", published=False)
    html = client.get(f"/en/bank/good-examples/{case.slug}/").content.decode()
    assert "Hemlig låda" not in html


def test_the_menu_leads_to_the_sections_in_the_language_of_the_page(client, site):
    for page in (site.bank, site.bank_en):
        type(page).objects.filter(pk=page.pk).update(show_in_menus=True)
    assert re.search(r'href="/en/bank/"\s*>The bank<', get(client, site.network_en))
    assert re.search(r'href="/sv/banken/"\s*>Banken<', get(client, site.network))
