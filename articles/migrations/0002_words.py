"""The text search configuration that settings name, on PostgreSQL: French, without accents.

Any owner of a database may create the extension `unaccent` since PostgreSQL 13.
Where the server does not have it or refuses, the configuration is plain French:
docs/operating.md says what that changes, and how to mend it.
"""

from django.db import DatabaseError, migrations, transaction

NAME = "brestnet"


def make(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_ts_config WHERE cfgname = %s", [NAME])
        if cursor.fetchone():
            return
        cursor.execute(
            f"CREATE TEXT SEARCH CONFIGURATION {NAME} (COPY = pg_catalog.french)"
        )
        try:
            with transaction.atomic(connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
        except DatabaseError:
            return
        # An administrator may have put it into another schema.
        cursor.execute(
            "SELECT dictnamespace::regnamespace::text FROM pg_ts_dict"
            " WHERE dictname = 'unaccent'"
        )
        (schema,) = cursor.fetchone()
        cursor.execute(
            f"ALTER TEXT SEARCH CONFIGURATION {NAME}"
            " ALTER MAPPING FOR hword, hword_part, word"
            f" WITH {schema}.unaccent, pg_catalog.french_stem"
        )


def unmake(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TEXT SEARCH CONFIGURATION IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_articles")]
    operations = [migrations.RunPython(make, unmake)]
