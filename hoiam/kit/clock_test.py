from datetime import datetime, timedelta

import pytest

from hoiam.kit import clock
from hoiam.kit.moments import VN, iso

FRIDAY = datetime(2021, 7, 9, 17, 0, tzinfo=VN)


def test_a_frozen_clock_stands_still_and_nests():
    with clock.frozen(FRIDAY):
        assert clock.now() == FRIDAY
        with clock.frozen(FRIDAY + timedelta(days=1)):
            assert clock.now() == FRIDAY + timedelta(days=1)
        assert clock.now() == FRIDAY
    assert clock.now() > FRIDAY


def test_a_frozen_clock_moves_again_after_an_error():
    with pytest.raises(RuntimeError), clock.frozen(FRIDAY):
        raise RuntimeError
    assert clock.now() > FRIDAY


def test_the_environment_can_hold_the_whole_process(monkeypatch):
    monkeypatch.setenv("HOIAM_NOW", "2021-07-29T17:00")
    assert iso(clock.now()) == "2021-07-29T17:00:00+07:00"


def test_the_clock_is_aware_and_refuses_to_stop_at_a_naive_moment():
    assert clock.now().utcoffset() == timedelta(hours=7)
    with pytest.raises(ValueError, match="aware"), clock.frozen(datetime(2021, 7, 9)):  # noqa: DTZ001
        pass
