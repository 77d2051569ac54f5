"""Any change to a row of time moves the counter, whoever makes it."""

from django.db import migrations

from hoiam.kit.remembered import counter_sql

TABLES = (
    "calendar",
    "calendaryear",
    "calendarblock",
    "calendarday",
    "situation",
    "situation_categories",
    "term",
    "parameter",
)
FORWARDS, BACKWARDS = counter_sql("calendars_calendarsversion", [f"calendars_{table}" for table in TABLES])


class Migration(migrations.Migration):
    dependencies = [("calendars", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
