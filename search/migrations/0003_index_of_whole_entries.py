from django.db import migrations

NAME, TABLE = "search_whole_entry", "wagtailsearch_indexentry"


def create(_apps, schema_editor):
    """PostgreSQL is asked for title and body together, for which it has no index of its own."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {NAME} ON {TABLE} USING GIN ((title || body))")


def drop(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_word_lists"),
        ("wagtailsearch", "0006_customise_indexentry"),
    ]

    operations = [migrations.RunPython(create, drop)]
