"""Any change to what the directory shows moves its counter, whoever makes it."""

from django.db import migrations

from hoiam.kit.remembered import counter_sql

FORWARDS, BACKWARDS = counter_sql(
    "units_directoryversion",
    [
        "units_area",
        "units_areaversion",
        "units_areasuccession",
        "units_unit",
        "units_unitversion",
        "units_unitsuccession",
        "units_unitfunction",
    ],
)


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
