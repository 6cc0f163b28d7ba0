"""What people do on a walk with the English pages."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, StringSegment, StringTranslation, Translation

from cms.editorial.models import MachineTranslation
from tests import factories
from tests.editorial.page_forms import edit_url
from tests.editorial.walk import OF_A_MACHINE, WHY, Person, Walk, work

FORM = "application/x-www-form-urlencoded"


def start_translation(walk: Walk, by: Person) -> None:
    if page := walk.swedish():
        url = reverse("wagtail_localize:submit_page_translation", args=(page.pk,))
        by.client.post(url, {"locales": [factories.languages()[1].pk]})


def of_translation(page: Page, name: str, *more: int) -> str:
    translation = Translation.objects.get(source__object_id=page.translation_key)
    return reverse(f"wagtail_localize:{name}", args=(translation.pk, *more))


def some_segment(walk: Walk, page: Page) -> StringSegment | None:
    path = walk.dice.choice(["title", "summary", "need"])
    found = StringSegment.objects.filter(source__object_id=page.translation_key, context__path=path)
    return found.select_related("string").order_by("pk").first()


def type_english(walk: Walk, by: Person) -> None:
    if (page := walk.english()) and (segment := some_segment(walk, page)):
        # What is a link in Swedish is one in English.
        text = re.sub(r"[^<>]+(?=<|$)", lambda part: f"English {walk.text()} ", segment.string.data, count=1)
        url = of_translation(page, "edit_string_translation", segment.pk)
        by.client.put(url, urlencode({"value": text}), content_type=FORM)


def take_english_away(walk: Walk, by: Person) -> None:
    if (page := walk.english()) and (segment := some_segment(walk, page)):
        by.client.delete(of_translation(page, "edit_string_translation", segment.pk))


def point_elsewhere(walk: Walk, by: Person) -> None:
    """Override the address of a link, or put it back."""
    if page := walk.english():
        segment = OverridableSegment.objects.filter(source__object_id=page.translation_key).order_by("pk").first()
        if segment is not None:
            url = of_translation(page, "edit_override", segment.pk)
            address = f"https://example.org/{walk.text().replace(' ', '-')}"
            if walk.often(0.8):
                by.client.put(url, urlencode({"value": address}), content_type=FORM)
            else:
                by.client.delete(url)


def import_a_file(walk: Walk, by: Person) -> None:
    if page := walk.english():
        answer = by.client.get(of_translation(page, "download_pofile"))
        if answer.status_code == 200:
            new = f'msgctxt "summary"\nmsgid \\1msgstr "English {walk.text()}"\n'
            text = re.sub(r'msgctxt "summary"\nmsgid ((?:".*"\n)+)msgstr (?:".*"\n)+', new, answer.content.decode())
            file = SimpleUploadedFile("en.po", text.encode(), "text/x-gettext-translation")
            by.client.post(of_translation(page, "upload_pofile"), {"file": file})


def ask_a_machine(walk: Walk, by: Person) -> None:
    if page := walk.english():
        before = set(MachineTranslation.objects.values_list("translation_id", "asked_at"))
        by.client.post(of_translation(page, "machine_translate"))
        if set(MachineTranslation.objects.values_list("translation_id", "asked_at")) != before:
            walk.asked_machine[page.pk] = by


def work_as_a_machine(walk: Walk, by: Person) -> None:
    for page, asker in walk.asked_machine.items():
        walk.writes(asker, page)
    work("translate_by_machine")


def take_words_of_a_machine(walk: Walk, by: Person) -> None:
    """As they are."""
    if page := walk.english():
        said = StringTranslation.objects.filter(
            context__object_id=page.translation_key, data__contains=OF_A_MACHINE
        ).order_by("pk")
        for row in said[:2]:
            segment = StringSegment.objects.filter(string=row.translation_of_id, context=row.context_id).first()
            if segment is not None:
                url = of_translation(page, "edit_string_translation", segment.pk)
                by.client.put(url, urlencode({"value": row.data}), content_type=FORM)


def submit_english(walk: Walk, by: Person) -> None:
    if page := walk.english():
        by.client.post(reverse("submit_translation_for_review", args=(page.pk,)), {"with_swedish": 99})


def publish_english_at_once(walk: Walk, by: Person) -> None:
    if page := walk.english():
        by.client.post(edit_url(page), {"action": "publish"} | (WHY if walk.often(0.2) else {}))


def sync_english(walk: Walk, by: Person) -> None:
    if page := walk.english():
        source = Translation.objects.get(source__object_id=page.translation_key).source_id
        by.client.post(reverse("wagtail_localize:update_translations", args=(source,)), {"publish_translations": "on"})
