"""Categories (lĩnh vực): what a phản ánh, kiến nghị can be about, field by field, valid during some days.

Which unit a category usually goes to is text to help a coordinator; it routes nothing by itself.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models


class Field(models.Model):
    """Nhóm lĩnh vực: roads, environment, land …"""

    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """Lĩnh vực: what a case is about. A code that takes another meaning is another row, from another day."""

    class Proof(models.TextChoices):
        """What an answer must carry to be sent."""

        NONE = "none", "Không bắt buộc"
        PHOTO = "photo", "Ảnh trước, sau"
        DOCUMENT = "document", "Văn bản"

    code = models.CharField(max_length=10)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="categories")
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    usual_2021 = models.CharField("Đơn vị thường xử lý, năm 2021", max_length=200, blank=True)
    usual_2025 = models.CharField("Đơn vị thường xử lý, từ 01/7/2025", max_length=200, blank=True)
    proof = models.CharField("Bằng chứng bắt buộc", max_length=10, choices=Proof, default=Proof.NONE)
    position = models.PositiveSmallIntegerField(default=0)
    during = DateRangeField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("field__position", "position")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(during__isempty=False), name="categories_category_some_day"
            ),
            ExclusionConstraint(
                name="categories_code_one_meaning_a_day",
                expressions=[("code", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CategoriesVersion(models.Model):
    """One row: the number that moves whenever a category changes. Written by triggers."""

    version = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.version)
