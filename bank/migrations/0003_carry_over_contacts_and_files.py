"""The one contact becomes the first of a list, and the one file of a step too: in tables, drafts, what translations
were made from, and Wagtail's index of references. Documents of these pages are made anew by the worker.
"""

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.db import migrations
from django.db.models import JSONField, Value

CASE, RESOURCE = "casestudypage", "resourcearticlepage"
NAMESPACE_OF_PATHS = uuid.UUID("bdc70d8b-e7a2-4c2a-bf43-2a3e3fcbbe86")
"""Of Wagtail's ReferenceIndex, for ``content_path_hash``."""


def forward(apps: Any, schema_editor: Any) -> None:
    references = _References(apps)
    for page in apps.get_model("bank", "CaseStudyPage").objects.filter(contact__isnull=False).only("contact"):
        row = apps.get_model("bank", "CaseContact").objects.create(page=page, contact_id=page.contact_id, sort_order=0)
        references.move(page.pk, "contact", "contacts.item.contact", f"contacts.{row.pk}.contact")
    steps = apps.get_model("bank", "ResourceStep").objects
    for step in steps.filter(document__isnull=False).only("document", "page"):
        files = file_blocks(step.document_id)
        # As JSON and not through the field: a model of a migration knows no blocks, and would drop them.
        steps.filter(pk=step.pk).update(files=Value(files, JSONField()))
        new_path = f"steps.{step.pk}.files.{files[0]['id']}"
        references.move(step.page_id, f"steps.{step.pk}.document", "steps.item.files.file", new_path)
    for name, change in ((CASE, with_contacts), (RESOURCE, with_files)):
        for kind in apps.get_model("contenttypes", "ContentType").objects.filter(app_label="bank", model=name):
            _change_revisions(apps, kind, change)
            _change_sources(apps, kind, change)
    apps.get_model("publishing", "PublishedDocument").objects.filter(
        type__in=("bank.CaseStudyPage", "bank.ResourceArticlePage")
    ).update(is_stale=True)


def with_contacts(page: dict[str, Any]) -> bool:
    """Change the serialised form of a case study; whether there was anything to change."""
    if "contact" not in page:
        return False
    contact = page.pop("contact")
    row = {"pk": None, "sort_order": 0, "page": page.get("pk"), "contact": contact}
    page["contacts"] = [row] if contact is not None else []
    page["study_visit_contact"] = None
    return True


def with_files(page: dict[str, Any]) -> bool:
    """Change the serialised form of a resource article; whether there was anything to change."""
    steps = [step for step in page.get("steps", ()) if "document" in step]
    for step in steps:
        step["files"] = json.dumps(file_blocks(step.pop("document")))
    return bool(steps)


def file_blocks(document: int | None) -> list[dict[str, Any]]:
    """The stored form of a list of files."""
    return [] if document is None else [{"type": "file", "value": document, "id": str(uuid.uuid4())}]


def _change_revisions(apps: Any, kind: Any, change: Callable[[dict[str, Any]], bool]) -> None:
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(content_type=kind)
    for revision in _one_by_one(revisions, "content"):
        if change(revision.content):
            revision.save(update_fields=["content"])


def _change_sources(apps: Any, kind: Any, change: Callable[[dict[str, Any]], bool]) -> None:
    sources = apps.get_model("wagtail_localize", "TranslationSource").objects.filter(specific_content_type=kind)
    for source in _one_by_one(sources, "content_json"):
        page = json.loads(source.content_json)
        if change(page):
            source.content_json = json.dumps(page)
            source.save(update_fields=["content_json"])


def _one_by_one(rows: Any, column: str) -> Iterator[Any]:
    """Revisions can be many and long: their ids are read first, and one at a time is in memory."""
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        yield rows.only(column).get(pk=pk)


class _References:
    """Rows of Wagtail's index of references of pages; a row whose path is no more would break the list of usages."""

    def __init__(self, apps: Any) -> None:
        kinds = apps.get_model("contenttypes", "ContentType").objects
        page_kind = kinds.filter(app_label="wagtailcore", model="page").first()
        self.rows = apps.get_model("wagtailcore", "ReferenceIndex").objects.filter(base_content_type=page_kind)

    def move(self, page_pk: int, old_path: str, model_path: str, content_path: str) -> None:
        self.rows.filter(object_id=str(page_pk), content_path=old_path).update(
            model_path=model_path,
            content_path=content_path,
            content_path_hash=uuid.uuid5(NAMESPACE_OF_PATHS, content_path),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("bank", "0002_lists_of_contacts_and_files"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("publishing", "0003_gates_and_lists"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailcore", "0098_apitoken"),
    ]

    # No way back: a list does not fit into one. To go back a version, restore the backup.
    operations = [migrations.RunPython(forward)]
