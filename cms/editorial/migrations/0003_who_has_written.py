"""Everybody who has written before there was an edit record: from the drafts and translated texts that are kept."""

from django.db import migrations
from django.db.models import Max


def remember(apps, _schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Contribution = apps.get_model("editorial", "Contribution")
    pages = {
        str(pk): (key, locale) for pk, key, locale in Page.objects.values_list("pk", "translation_key", "locale_id")
    }
    found = {}

    def note(page, user, kind, at):
        key = (*page, user, kind)
        found[key] = max(at, found.get(key, at))

    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        base_content_type__app_label="wagtailcore", base_content_type__model="page", user__isnull=False
    )
    for pk, user, at in revisions.order_by().values_list("object_id", "user_id").annotate(Max("created_at")):
        if pk in pages:
            note(pages[pk], user, "revision", at)
    for model, kind in (("StringTranslation", "text"), ("SegmentOverride", "override")):
        rows = apps.get_model("wagtail_localize", model).objects.filter(
            last_translated_by__isnull=False, context__isnull=False
        )
        columns = ("context__object_id", "locale_id", "last_translated_by_id")
        for key, locale, user, at in rows.order_by().values_list(*columns).annotate(Max("updated_at")):
            note((key, locale), user, kind, at)
    Contribution.objects.bulk_create(
        [
            Contribution(translation_key=key, locale_id=locale, user_id=user, kind=kind, at=at)
            for (key, locale, user, kind), at in found.items()
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0002_records"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(remember, migrations.RunPython.noop)]
