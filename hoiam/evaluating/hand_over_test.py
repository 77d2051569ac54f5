"""When districts ended on 1/7/2025, the matters of their home affairs went to whoever stands above now."""

from datetime import datetime, timedelta

import pytest

from hoiam.cases.factories import person, unit_id
from hoiam.kit.moments import VN

from .clocks import running
from .hand_over import hand_over_of_the_ended
from .open_matter import open_matter
from .walls import matters_seen

pytestmark = pytest.mark.django_db
BEFORE, AFTER = datetime(2025, 6, 20, 9, tzinfo=VN), datetime(2025, 7, 2, 9, tzinfo=VN)


def test_an_open_matter_is_not_lost_with_the_district_and_keeps_its_deadline():
    ward = "ubnd-26497"
    district, province = person("home_affairs", "nt-pnv"), person("home_affairs", "so-noi-vu")
    matter = open_matter(
        accused=unit_id(ward, BEFORE), about="delay", by=district, summary="Chậm trả kết quả", at=BEFORE
    )
    assert (matters_seen(district, BEFORE).count(), matters_seen(province, BEFORE).count()) == (1, 0)
    due = running(matter).due_at
    assert [hand_over_of_the_ended(AFTER + timedelta(hours=n)) for n in range(3)] == [1, 0, 0]
    assert (matters_seen(district, AFTER).count(), matters_seen(province, AFTER).count()) == (0, 1)
    assert running(matter).due_at == due
    assert matter.lines.latest("seq").step == "hand_over"
