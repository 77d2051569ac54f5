"""Letters (văn bản): official documents in Decree 30 form, from draft to issue, and who got them."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "hoiam.letters"
    label = "letters"
    verbose_name = "Văn bản"
