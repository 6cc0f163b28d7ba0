"""A case study has several contacts, and one for study visits; a step has several files."""

import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models

import cms.core.fields


class Migration(migrations.Migration):
    dependencies = [("bank", "0001_initial"), ("registers", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CaseContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registers.contactperson",
                        verbose_name="contact",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="bank.casestudypage",
                    ),
                ),
            ],
            options={"verbose_name": "contact of the case study", "ordering": ["sort_order"], "abstract": False},
        ),
        migrations.AddField(
            model_name="casestudypage",
            name="study_visit_contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registers.contactperson",
                verbose_name="contact for study visits",
            ),
        ),
        migrations.AddField(
            model_name="resourcestep",
            name="files",
            field=cms.core.fields.StreamField(blank=True, verbose_name="files"),
        ),
    ]
