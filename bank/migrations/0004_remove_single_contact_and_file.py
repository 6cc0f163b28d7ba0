"""What became a list goes. A migration of its own: PostgreSQL changes no table that the same transaction has written."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bank", "0003_carry_over_contacts_and_files")]

    operations = [
        migrations.RemoveField(model_name="casestudypage", name="contact"),
        migrations.RemoveField(model_name="resourcestep", name="document"),
    ]
