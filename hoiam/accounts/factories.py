"""Factories: the smallest lawful person, for tests and demonstrations."""

import factory

from .models import Person


class PersonFactory(factory.django.DjangoModelFactory):
    """`PersonFactory(password="…")` for somebody who signs in by the form; `force_login` needs none."""

    class Meta:
        model = Person

    username = factory.Sequence(lambda n: f"canbo{n}")
    full_name = factory.LazyAttribute(
        lambda person: f"Cán bộ thử nghiệm {person.username.removeprefix('canbo')}"
    )
    password = factory.django.Password(None)
