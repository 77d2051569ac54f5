import pytest
from hypothesis import example, given, strategies as st

from hoiam.files import samples
from hoiam.files.kinds import KINDS, HasMacros, kind_of

HONEST = {
    "image/jpeg": samples.picture(),
    "image/png": samples.picture(form="PNG"),
    "image/webp": samples.picture(form="WEBP"),
    "image/gif": samples.picture(form="GIF"),
    "application/pdf": samples.pdf(),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": samples.office(),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": samples.office("xl/workbook.xml"),
    "audio/webm": samples.webm(),
    "audio/ogg": samples.ogg(),
    "audio/mp4": samples.m4a(),
    "audio/wav": samples.wav(),
    "audio/mpeg": samples.mp3(),
}
contents = st.sampled_from(list(HONEST.values()))


def test_every_kind_has_its_sample_here():
    assert set(HONEST) == {kind.media_type for kind in KINDS}


@pytest.mark.parametrize("media_type", HONEST)
def test_a_file_is_of_one_kind(media_type):
    content = HONEST[media_type]
    assert [kind.media_type for kind in KINDS if kind.recognises(content)] == [media_type]
    assert kind_of(content).media_type == media_type


@given(
    contents,
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=30),
    st.integers(0, 3000),
)
@example(samples.office(), [], 30)
def test_no_damage_makes_looking_at_a_file_an_error(content, changes, length):
    damaged = bytearray(content)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    try:
        kind = kind_of(bytes(damaged[:length]))
    except HasMacros:
        return
    assert kind is None or kind in KINDS


@given(st.binary(max_size=200), contents)
def test_a_program_with_something_honest_behind_it_is_a_program(front, content):
    assert kind_of(b"MZ" + front + content) is None
