"""Work on many pages is no longer translation alone."""

import django.db.models.deletion
from django.db import migrations, models


def begun_is_done(apps, _schema_editor):
    apps.get_model("editorial", "BatchedPage").objects.filter(state="begun").update(state="done")


def done_is_begun(apps, _schema_editor):
    apps.get_model("editorial", "BatchedPage").objects.filter(state="done").update(state="begun")


class Migration(migrations.Migration):
    dependencies = [("editorial", "0009_machine")]

    operations = [
        migrations.RenameModel("TranslationBatch", "Batch"),
        migrations.AlterModelOptions(
            "batch", {"verbose_name": "work on many pages", "verbose_name_plural": "work on many pages"}
        ),
        migrations.AlterModelOptions(
            "batchedpage", {"verbose_name": "one of many pages", "verbose_name_plural": "some of many pages"}
        ),
        migrations.AddField(
            "batch",
            "kind",
            models.CharField(
                choices=[
                    ("translate", "Translate pages"),
                    ("submit", "Send pages for review"),
                    ("approve", "Approve pages"),
                ],
                default="translate",
                max_length=10,
                verbose_name="what is done",
            ),
        ),
        migrations.AlterField(
            "batch",
            "locale",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.locale"
            ),
        ),
        migrations.AddField("batchedpage", "revision_id", models.BigIntegerField(null=True)),
        migrations.AlterField(
            "batchedpage",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("done", "done"),
                    ("existed", "existed already"),
                    ("failed", "not possible"),
                ],
                default="waiting",
                max_length=8,
                verbose_name="state",
            ),
        ),
        migrations.RunPython(begun_is_done, done_is_begun, elidable=True),
    ]
