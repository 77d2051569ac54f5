"""A company without account replies at a secret address, for a time, for its own lines and no others."""

from datetime import timedelta

import pytest

from hoiam.kit.refusal import Refused
from hoiam.letters.models import State
from hoiam.units import directory
from hoiam.units.models import UnitSuccession, UnitVersion

from .factories import AT, BIEN_HOA, composed, office, person, said, unit_id
from .models import ReplyLink
from .replies import last_words
from .reply_by_link import make_link, open_link, reply_by_link, token_hash

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)
COMPANY = "dien-luc"


def linked(directive, unit=COMPANY, by=None, at=LATER):
    return make_link(directive, unit_id(unit), by=by or office(), at=at)


def test_a_company_answers_for_its_lines(directive, month):
    _, token = linked(directive)
    kept = reply_by_link(token, [said(month["company"])], name="Nhân viên thử nghiệm", at=LATER)
    assert (kept.via, kept.by, kept.by_name) == ("link", None, "Nhân viên thử nghiệm")
    assert kept.items.get().line.case == month["company"]


def test_only_the_hash_of_the_token_is_kept(directive):
    link, token = linked(directive)
    kept = ReplyLink.objects.get(pk=link.pk)
    assert bytes(kept.token_hash) == token_hash(token)
    assert token.encode() not in bytes(kept.token_hash)
    assert len(token) >= 43


def test_a_token_ends_by_its_date_by_a_newer_one_and_opens_nothing_when_it_is_wrong(directive):
    link, token = linked(directive)
    assert open_link(token, LATER) == link
    assert open_link(token, link.expires_at) is None
    assert open_link(token[:-1], LATER) is None
    linked(directive, at=LATER + timedelta(hours=1))
    assert open_link(token, LATER + timedelta(hours=2)) is None


def test_it_lasts_beyond_the_day_of_reply_because_a_late_reply_is_still_a_reply(directive, month):
    link, token = linked(directive)
    assert link.expires_at.isoformat() == "2021-08-30T00:00:00+07:00"
    assert reply_by_link(token, [said(month["company"])], name="A", at=AT + timedelta(days=20))


def test_a_link_answers_for_no_other_unit(directive, month):
    _, token = linked(directive)
    with pytest.raises(Refused, match="không thuộc phần"):
        reply_by_link(token, [said(month["open"])], name="A", at=LATER)
    with pytest.raises(Refused, match="họ tên"):
        reply_by_link(token, [said(month["company"])], name=" ", at=LATER)
    with pytest.raises(Refused, match="không còn dùng được"):
        reply_by_link("x" * 43, [said(month["company"])], name="A", at=LATER)


def test_links_are_for_addressed_companies_and_made_by_the_issuer(directive, month):
    with pytest.raises(Refused, match="chỉ dành cho doanh nghiệp"):
        linked(directive, BIEN_HOA)
    with pytest.raises(Refused, match="không gửi đến"):
        linked(directive, "cap-nuoc")
    with pytest.raises(Refused, match="cơ quan ban hành"):
        linked(directive, by=person("authority_head", BIEN_HOA))
    with pytest.raises(Refused, match="chưa phát hành"):
        linked(composed())


def test_a_link_made_long_after_the_day_can_still_be_used(directive, month):
    made_at = AT + timedelta(days=60)
    link, token = linked(directive, at=made_at)
    assert link.expires_at == made_at + timedelta(days=15)
    assert reply_by_link(token, [said(month["company"])], name="A", at=made_at)


def test_used_twice_the_later_word_stands_and_both_are_kept(directive, month):
    _, token = linked(directive)
    until = (AT + timedelta(days=9)).date()
    first = reply_by_link(token, [said(month["company"], "in_hand", until=until)], name="A", at=LATER)
    again = reply_by_link(token, [said(month["company"])], name="A", at=LATER + timedelta(minutes=1))
    line = directive.lines.get(case=month["company"])
    assert last_words([line.pk])[line.pk].reply == again
    assert list(directive.replies.all()) == [first, again]


def test_once_the_letter_is_replaced_its_links_open_nothing(directive, month):
    _, token = linked(directive)
    directive.document.state = State.REPLACED
    directive.document.save(update_fields=["state"])
    assert open_link(token, LATER) is None
    with pytest.raises(Refused, match="không còn dùng được"):
        reply_by_link(token, [said(month["company"])], name="A", at=LATER)


ENDED = (AT + timedelta(days=4)).date()


def taken_over(by):
    """The company ends four days after the letter; `by` has its work from then on."""
    old = UnitVersion.objects.get(unit_id=unit_id(COMPANY), during__contains=ENDED)
    new = unit_id(by)
    old.during = type(old.during)(old.during.lower, ENDED)
    old.save(update_fields=["during"])
    UnitSuccession.objects.create(old_id=old.unit_id, new_id=new, on=ENDED, kind="merge")
    directory.forget()
    return old.unit_id, new


def test_the_link_of_a_company_that_has_ended_ends_and_the_one_that_took_it_over_gets_its_own(
    directive, month
):
    _, before = linked(directive)
    old, new = taken_over("cap-nuoc")
    after = AT + timedelta(days=5)
    assert open_link(before, LATER) is not None
    assert open_link(before, after) is None
    _, token = make_link(directive, old, by=office(), at=after)
    kept = reply_by_link(token, [said(month["company"])], name="A", at=after)
    assert (kept.unit_id, kept.said_by_id) == (old, new)
    assert kept.items.get().line.case == month["company"]


def test_what_a_state_body_took_over_is_not_answered_through_a_link(directive, month):
    _, before = linked(directive)
    old, _ = taken_over(BIEN_HOA)
    after = AT + timedelta(days=5)
    assert open_link(before, after) is None
    with pytest.raises(Refused, match="chỉ dành cho doanh nghiệp"):
        make_link(directive, old, by=office(), at=after)
