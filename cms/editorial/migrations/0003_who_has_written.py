"""What was before there were records: who has written, from drafts and translated texts, and what waits for its time."""

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


def keep_what_is_scheduled(apps, _schema_editor):
    """The worker publishes only what has an approval; whoever scheduled these had the right to publish them."""
    Approval = apps.get_model("editorial", "Approval")
    pages = set(apps.get_model("wagtailcore", "Page").objects.values_list("pk", flat=True))
    scheduled = apps.get_model("wagtailcore", "Revision").objects.filter(
        base_content_type__app_label="wagtailcore", base_content_type__model="page", approved_go_live_at__isnull=False
    )
    Approval.objects.bulk_create(
        [
            Approval(
                page_id=int(page),
                revision_id=pk,
                revision_at=at,
                ground="command",
                reason="Scheduled before approvals were recorded.",
            )
            for pk, page, at in scheduled.values_list("pk", "object_id", "created_at")
            if int(page) in pages
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0002_records"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [
        migrations.RunPython(remember, migrations.RunPython.noop),
        migrations.RunPython(keep_what_is_scheduled, migrations.RunPython.noop),
    ]
