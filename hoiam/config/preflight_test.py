"""Each thing that stands in the way is said in one sentence, and is silent once it is put right."""

import pytest

from hoiam.accounts.models import Person
from hoiam.demo.people import ADMIN, PASSWORD

from . import preflight
from .preflight import standing_in_the_way

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.mark.parametrize(
    ("question", "wrong", "right"),
    [
        ("developer_mode", {"DEBUG": True}, {"DEBUG": False}),
        ("address", {"HOIAM_PUBLIC_URL": "http://a.vn"}, {"HOIAM_PUBLIC_URL": "https://a.vn"}),
        ("signatures", {"HOIAM_SIGNING": "test"}, {"HOIAM_SIGNING": "outside"}),
        ("mail", {"EMAIL_HOST": ""}, {"EMAIL_HOST": "thu.example.vn"}),
        ("text_messages", {"HOIAM_GATEWAYS": {}}, {"HOIAM_GATEWAYS": {"sms": "x"}}),
        ("seals_outside", {"HOIAM_SEAL_MAIL": []}, {"HOIAM_SEAL_MAIL": ["a@example.vn"]}),
    ],
)
def test_a_setting_is_asked_about_until_it_is_right(settings, question, wrong, right):
    for name, value in wrong.items():
        setattr(settings, name, value)
    assert getattr(preflight, question)().endswith(".")
    for name, value in right.items():
        setattr(settings, name, value)
    assert getattr(preflight, question)() == ""


def test_the_web_role_is_no_owner_here():
    assert preflight.roles_apart() == ""


def test_keys_others_can_read_are_named(settings, tmp_path):
    settings.HOIAM_DATA = tmp_path
    kept = tmp_path / "keys.json"
    kept.write_text("{}")
    kept.chmod(0o644)
    assert str(kept) in preflight.key_file()
    kept.chmod(0o600)
    assert preflight.key_file() == ""


def test_demo_accounts_and_a_missing_administrator_are_told():
    assert "quản trị" in preflight.administrator()
    demo = Person.objects.create(username=ADMIN, full_name="Quản trị thử nghiệm", is_system_admin=True)
    demo.set_password(PASSWORD)
    demo.save()
    assert preflight.administrator() == ""
    assert "minh họa" in preflight.demo_accounts()
    demo.set_password("một mật khẩu khác hẳn")
    demo.save()
    assert preflight.demo_accounts() == ""


def test_every_question_is_asked():
    assert len(list(standing_in_the_way())) <= len(preflight.QUESTIONS)
    asked = {question.__name__ for question in preflight.QUESTIONS}
    assert {"durable", "next_year", "database_server"} <= asked
