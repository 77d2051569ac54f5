import os
import stat
import threading

import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st

from hoiam.kit import sealing
from hoiam.kit.refusal import Refused
from hoiam.kit.sealing import (
    CannotUnseal,
    forget_keys,
    is_current,
    keyed_hash,
    normal_phone,
    phone_hash,
    phone_hashes,
    rotate_keys,
    seal,
    unseal,
)

KEYS = '{"current": "0a0b0c0d", "keys": {"0a0b0c0d": "' + "11" * 32 + '"}}'


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path, monkeypatch):
    monkeypatch.delenv("HOIAM_KEYS", raising=False)
    settings.HOIAM_DATA = tmp_path
    forget_keys()
    yield tmp_path / "keys.json"
    forget_keys()


@given(st.text())
def test_what_is_sealed_is_read_back_and_nothing_shows_through(text):
    sealed = seal(text)
    assert unseal(sealed) == unseal(memoryview(sealed)) == text
    assert len(text) < 4 or text.encode() not in sealed


def test_the_same_text_is_sealed_differently_each_time():
    assert seal("0900000001") != seal("0900000001")


@hypothesis_settings(deadline=None)
@given(st.data())
def test_one_changed_bit_anywhere_is_noticed(data):
    sealed = bytearray(seal("Người dân thử nghiệm 1"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(CannotUnseal):
        unseal(bytes(sealed))


@pytest.mark.parametrize("cut", [0, 1, 4, 5, 20, 32])
def test_a_cut_value_is_not_a_sealed_one(cut):
    with pytest.raises(CannotUnseal):
        unseal(seal("x")[:cut])


def test_after_a_rotation_old_values_are_still_read_and_new_ones_take_the_new_key():
    old_seal, old_hash = seal("Lan"), phone_hash("0900000001")
    rotate_keys()
    assert unseal(old_seal) == "Lan"
    assert (is_current(old_seal), is_current(old_hash), is_current(seal("Lan"))) == (False, False, True)
    assert phone_hash("0900000001") != old_hash
    assert phone_hashes("0900000001") == [phone_hash("0900000001"), old_hash]


def test_a_process_that_missed_the_rotation_reads_the_keys_anew(own_keys, monkeypatch):
    seal("wakes the keys")
    before = sealing._ring
    rotate_keys()
    after = seal("Lan")
    monkeypatch.setattr(sealing, "_ring", before)
    assert unseal(after) == "Lan"


def test_a_value_of_other_keys_is_told_apart_from_a_changed_one(own_keys):
    sealed = seal("Lan")
    own_keys.unlink()
    forget_keys()
    with pytest.raises(CannotUnseal, match="not among the keys"):
        unseal(sealed)


def test_the_key_file_is_for_its_owner_alone(own_keys):
    seal("x")
    assert stat.S_IMODE(own_keys.stat().st_mode) == 0o600
    assert os.listdir(own_keys.parent) == ["keys.json"]


def test_a_key_file_open_to_others_is_not_used(own_keys):
    seal("x")
    own_keys.chmod(0o640)
    forget_keys()
    with pytest.raises(PermissionError):
        seal("x")


def test_many_first_users_at_once_agree_on_one_key():
    made, start = [], threading.Barrier(8)

    def first() -> None:
        start.wait()
        made.append(sealing._load())

    threads = [threading.Thread(target=first) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len({ring.current for ring in made}) == 1


def test_keys_can_come_from_the_environment_and_are_then_not_ours_to_rotate(monkeypatch, own_keys):
    monkeypatch.setenv("HOIAM_KEYS", KEYS)
    assert seal("x")[1:5].hex() == "0a0b0c0d"
    assert not own_keys.exists()
    with pytest.raises(Refused, match="HOIAM_KEYS"):
        rotate_keys()


def test_a_keyring_without_its_current_key_is_not_accepted(monkeypatch):
    monkeypatch.setenv("HOIAM_KEYS", KEYS.replace('"current": "0a', '"current": "ff'))
    with pytest.raises(ValueError, match="current key"):
        seal("x")


@pytest.mark.parametrize(
    "typed",
    ["0900000001", "0900 000 001", "0900.000.001", "+84900000001", "+84 900 000 001", "84900000001",
     "(+84) 900-000-001", "+840900000001", "0084900000001"],
)  # fmt: skip
def test_one_telephone_however_written_has_one_hash(typed):
    assert normal_phone(typed) == "+84900000001"
    assert phone_hash(typed) == phone_hash("+84900000001")


def test_land_lines_and_foreign_numbers_are_telephones_too():
    assert normal_phone("0251 3822 333") == "+842513822333"
    assert normal_phone("+33 6 12 34 56 78") == "+33612345678"


@pytest.mark.parametrize("typed", ["", "abc", "123", "1022", "09000000011111", "0900", "+84", "0"])
def test_what_is_no_telephone_is_refused_with_a_sentence(typed):
    with pytest.raises(Refused, match="Số điện thoại không đúng"):
        normal_phone(typed)


def test_different_telephones_and_different_purposes_do_not_meet():
    assert phone_hash("0900000001") != phone_hash("0900000002")
    assert keyed_hash("phone", "+84900000001") != keyed_hash("tax", "+84900000001")


def test_a_hash_does_not_show_what_it_was_made_of():
    assert b"900000001" not in phone_hash("0900000001")
    assert len(phone_hash("0900000001")) == 37
