"""What is hidden shows in no answer: no item, no count, no link, no file, no search hit."""

import datetime as dt
import json

import pytest
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from bank.models import CollectionItem, Inspiration, MethodUsed
from cms.core.models import Attachment, RelatedPage
from tests import factories
from tests.api.conftest import PAGES

pytestmark = pytest.mark.django_db

MARK = "zyxhemlig"


def _draft():
    return factories.make_case(title=f"{MARK} utkast", published=False)


def _unpublished():
    page = factories.make_case(title=f"{MARK} avpublicerad")
    page.unpublish()
    return page


def _scheduled():
    page = factories.make_case(title=f"{MARK} planerad", published=False)
    page.go_live_at = timezone.now() + dt.timedelta(days=2)
    page.save_revision().publish()
    return page


def _restricted():
    page = factories.make_case(title=f"{MARK} spärrad")
    factories.restrict(page)
    return page


def _below_restricted():
    parent = factories.make_content_page(title=f"{MARK} ovanför")
    page = factories.make_content_page(title=f"{MARK} nedanför", parent=parent)
    factories.restrict(parent, groups=("member",))
    return page


def _alias():
    source = factories.make_case(title="Förlagan")
    alias = source.copy_for_translation(factories.languages()[1], alias=True)
    type(alias).objects.filter(pk=alias.pk).update(live=True, title=f"{MARK} alias")
    return alias


HIDDEN = {
    "draft": _draft,
    "unpublished": _unpublished,
    "scheduled": _scheduled,
    "restricted": _restricted,
    "below a restricted page": _below_restricted,
    "alias": _alias,
}


@pytest.fixture(params=HIDDEN)
def hidden(request, site):
    return HIDDEN[request.param]()


def test_hidden_page_is_in_no_list_and_no_count(hidden, ids, get):
    for query in (
        "",
        "fields=*",
        f"type={type(hidden)._meta.label}",
        f"type={type(hidden)._meta.label},bank.ServicePlanPage",
        f"id={hidden.pk}",
        f"slug={hidden.slug}",
        f"search={MARK}",
        f"type={type(hidden)._meta.label}&search={MARK}",
        f"locale={hidden.locale.language_code}",
        "municipality=2421",
        "service_type=groceries",
        "status=running",
        f"child_of={hidden.get_parent().pk}"
        if hidden.get_parent().live and "ovan" not in hidden.get_parent().title
        else "",
        "descendant_of=root",
    ):
        assert hidden.pk not in ids(query), query
    assert get(f"{PAGES}?search={MARK}")["meta"]["total_count"] == 0


def test_hidden_page_cannot_be_told_from_one_that_never_was(hidden, get):
    for address in (f"{PAGES}%s/", f"{PAGES}find/?id=%s"):
        answers = [get(address % pk, 404) for pk in (hidden.pk, 10**9)]
        assert [_without_instance(answer) for answer in answers] == [_without_instance(answers[1])] * 2
    for parameter in ("child_of", "descendant_of", "ancestor_of", "translation_of"):
        answers = [get(f"{PAGES}?{parameter}={pk}", 400) for pk in (hidden.pk, 10**9)]
        assert answers[0] == answers[1]


def test_address_of_a_hidden_page_is_not_found(hidden, get):
    path = hidden.url or "/sv/x/"
    get(f"{PAGES}find/?html_path={path}", 404)


def test_translation_of_a_public_page_that_is_hidden_is_not_named(site, get, ids):
    case = factories.make_case()
    english = factories.translate_page(case, published=False)
    assert [version["locale"] for version in get(f"{PAGES}{case.pk}/")["meta"]["translations"]] == ["sv"]
    assert ids(f"translation_of={case.pk}") == set()
    english.save_revision().publish()
    assert [version["locale"] for version in get(f"{PAGES}{case.pk}/")["meta"]["translations"]] == ["sv", "en"]
    assert ids(f"translation_of={case.pk}") == {english.pk}


def test_hidden_parent_is_not_named(site, get):
    parent = factories.make_content_page(title=f"{MARK} ovanför")
    child = factories.make_content_page(parent=parent)
    parent.unpublish()
    assert get(f"{PAGES}{child.pk}/")["meta"]["parent"] is None


def test_public_page_says_nothing_of_the_hidden_pages_it_points_at(site, client):
    hidden = factories.make_case(title=f"{MARK} fall")
    method = factories.make_resource(title=f"{MARK} metod")
    project = factories.make_project(title=f"{MARK} projekt")
    link = f'<p>Ordet <a linktype="page" id="{hidden.pk}">om fallet</a> står kvar.</p>'
    case = factories.make_case(
        need=link,
        project=project,
        methods_used=[MethodUsed(resource=method, adaptation=f"{MARK} anpassad")],
        inspired_by=[Inspiration(case=hidden, changed=f"{MARK} ändrad")],
        related_pages=[RelatedPage(target=hidden, note=f"{MARK} not")],
        body=json.dumps(
            [
                {"type": "text", "value": link},
                {"type": "call_out", "value": {"title": "Se", "text": link, "page": hidden.pk}},
                {"type": "card_list", "value": {"title": "Mer", "pages": [hidden.pk]}},
            ]
        ),
    )
    collection = factories.make_collection(
        [], items=[CollectionItem(target=hidden, reason=f"{MARK} skäl"), CollectionItem(target=case)]
    )
    for page in (hidden, method, project):
        page.unpublish()

    answer = client.get(f"{PAGES}{case.pk}/").json()
    text = json.dumps(answer, ensure_ascii=False)
    assert MARK not in text
    assert f"pages/{hidden.pk}/" not in text
    assert answer["need"] == "<p>Ordet om fallet står kvar.</p>"
    assert answer["project"] is None
    assert (answer["methods_used"], answer["inspired_by"], answer["related"]) == ([], [], [])
    assert [block["value"] for block in answer["body"][1:]] == [
        {"title": "Se", "text": "<p>Ordet om fallet står kvar.</p>", "page": None},
        {"title": "Mer", "pages": []},
    ]
    items = client.get(f"{PAGES}{collection.pk}/").json()["items"]
    assert [item["page"]["id"] for item in items] == [case.pk]


def test_case_that_used_a_method_is_named_only_while_it_is_public(site, get):
    method = factories.make_resource()
    case = factories.make_case(methods_used=[MethodUsed(resource=method, adaptation="På vintern.", worked="yes")])
    assert [use["case"]["id"] for use in get(f"{PAGES}{method.pk}/")["used_in"]] == [case.pk]
    case.unpublish()
    assert get(f"{PAGES}{method.pk}/")["used_in"] == []


def test_contact_that_is_not_shown_publicly_is_in_no_answer_and_no_filter(site, get):
    person = factories.contact("hemlig", name=MARK, role_email=f"{MARK}@example.org", show_publicly=False)
    case = factories.make_case(contacts=[person], study_visit="yes", study_visit_contact=person)
    plan = factories.make_plan(coordinator=person)
    for address in (
        f"{PAGES}{case.pk}/",
        f"{PAGES}{plan.pk}/",
        "/api/v2/organisations/",
        f"{PAGES}?fields=*&limit=100",
    ):
        assert MARK not in json.dumps(get(address)), address
    answer = get(f"{PAGES}{case.pk}/")
    assert (answer["contacts"], answer["study_visit_contact"]) == ([], None)
    for query in (f"contacts={person.pk}", "contacts__contact__name=a", "order=contacts", "study_visit_contact=1"):
        get(f"{PAGES}?type=bank.CaseStudyPage&{query}", 400)


def test_contact_whose_consent_has_run_out_is_gone(site, get):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    people = [factories.contact("förr", expires_on=yesterday), factories.contact("nu", role_sv="ordförande")]
    case = factories.make_case(contacts=people, study_visit="yes", study_visit_contact=people[0])
    answer = get(f"{PAGES}{case.pk}/")
    assert [person["role"] for person in answer["contacts"]] == ["ordförande"]
    assert answer["study_visit_contact"] is None


def test_only_files_that_a_public_page_uses_are_listed(site, get):
    shown, unused, in_draft = (factories.make_image(title=title) for title in ("visas", "oanvänd", "i utkast"))
    document, unused_document = factories.make_document(title="visas"), factories.make_document(title="oanvänd")
    page = factories.make_case(
        main_image=shown, attachments=[Attachment(document=document, title="Listan", language="sv")]
    )
    factories.make_case(main_image=in_draft, published=False)
    images, documents = get("/api/v2/images/"), get("/api/v2/documents/")
    assert ([i["id"] for i in images["items"]], images["meta"]["total_count"]) == ([shown.pk], 1)
    assert ([d["id"] for d in documents["items"]], documents["meta"]["total_count"]) == ([document.pk], 1)
    for address in (f"images/{unused.pk}/", f"images/{in_draft.pk}/", f"documents/{unused_document.pk}/"):
        get(f"/api/v2/{address}", 404)
    assert get(f"/api/v2/images/?search={unused.title}")["meta"]["total_count"] == 0
    page.unpublish()
    get(f"/api/v2/images/{shown.pk}/", 404)
    get(f"/api/v2/documents/{document.pk}/", 404)


def test_file_in_a_restricted_collection_is_nowhere(site, get):
    closed = Collection.get_first_root_node().add_child(name="Stängd")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    inner = closed.add_child(name="Inre")
    image, document = factories.make_image(collection=inner), factories.make_document(collection=inner, title=MARK)
    page = factories.make_case(
        main_image=image,
        need=f'<p>Hämta <a linktype="document" id="{document.pk}">listan</a>.</p>',
        attachments=[Attachment(document=document, title=f"{MARK} listan", language="sv")],
    )
    answer = get(f"{PAGES}{page.pk}/")
    assert (answer["main_image"], answer["attachments"], answer["need"]) == (None, [], "<p>Hämta listan.</p>")
    assert MARK not in json.dumps(answer)
    assert get("/api/v2/images/")["meta"]["total_count"] == get("/api/v2/documents/")["meta"]["total_count"] == 0


def test_members_address_of_an_online_meeting_is_not_given(site, get):
    event = factories.make_event(
        attendance_mode="online", online_url=f"https://{MARK}.example/", online_for_members=True
    )
    assert MARK not in json.dumps(get(f"{PAGES}{event.pk}/"))
    assert get(f"{PAGES}{event.pk}/")["online_url"] == ""
    get(f"{PAGES}?type=network.EventPage&online_url=https://{MARK}.example/&limit=1", 400)


def test_being_logged_in_changes_nothing(site, cast, client):
    _restricted()
    before = client.get(f"{PAGES}?fields=*").content
    client.force_login(cast.superuser)
    assert client.get(f"{PAGES}?fields=*").content == before


def _without_instance(problem):
    return {name: value for name, value in problem.items() if name != "instance"}
