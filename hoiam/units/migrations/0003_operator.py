from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0002_the_counter_moves"),
    ]

    operations = [
        migrations.AlterField(
            model_name="unitfunction",
            name="function",
            field=models.CharField(
                choices=[
                    ("authority", "Cơ quan có thẩm quyền"),
                    ("office", "Văn phòng"),
                    ("home_affairs", "Nội vụ"),
                    ("centre", "Tổng đài 1022"),
                    ("clerk", "Văn thư"),
                    ("inspectorate", "Thanh tra"),
                    ("operator", "Đơn vị vận hành Tổng đài"),
                ],
                max_length=20,
            ),
        ),
    ]
