"""Any change to a category moves the counter, whoever makes it."""

from django.db import migrations

from hoiam.kit.remembered import counter_sql

FORWARDS, BACKWARDS = counter_sql("categories_categoriesversion", ["categories_field", "categories_category"])


class Migration(migrations.Migration):
    dependencies = [("categories", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
