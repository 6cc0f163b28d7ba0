from django.db import migrations

TABLE = "wagtailsearch_indexentry"
WHOLE_PAGE = 8160
"""The most bytes of a row that PostgreSQL keeps in one piece."""


def keep_in_one_piece(_apps, schema_editor):
    """Ranking reads the body of every hit, many times. Out of line, where rows over 2 kB go, that is most of a search."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} SET (toast_tuple_target = {WHOLE_PAGE})")


def as_before(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} RESET (toast_tuple_target)")


class Migration(migrations.Migration):
    dependencies = [("search", "0003_index_of_whole_entries")]

    # Rows are moved when they are written the next time: rebuild_search writes all of them.
    operations = [migrations.RunPython(keep_in_one_piece, as_before)]
