"""A body as plain text for a person to change, and back."""

from hypothesis import HealthCheck, given, settings, strategies as st

from .content import Paragraph, Run
from .words import as_body, as_text, plain

WORDS = st.lists(st.sampled_from(["ủy ban", "1", "2.", "**gấp**", "./.", "đ"]), min_size=1, max_size=5)
TEXTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=6)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(TEXTS)
def test_words_come_back_as_they_were_typed(texts):
    body = as_body("\n\n".join(texts))
    assert [plain(one) for one in body] == texts
    assert as_body(as_text(body), body) == body


def test_what_nobody_changed_keeps_its_look_and_what_was_added_says_what_it_is():
    leaning = Paragraph((Run("Căn cứ Luật;", italic=True),), "text")
    before = (leaning, Paragraph.of("1. Cũ.", "point", 1), Paragraph.of("Xong./.", "closing"))
    after = as_body("Căn cứ Luật;\n\n1. Mới.\n\n2. Thêm.\n\nXong./.", before)
    assert after[0] is leaning
    assert [(one.role, one.number) for one in after[1:]] == [("point", 1), ("point", 2), ("closing", None)]
