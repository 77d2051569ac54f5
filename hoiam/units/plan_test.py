import json
from datetime import date

import pytest
from hypothesis import given, strategies as st

from hoiam.kit.refusal import Refused
from hoiam.units.plan import PlanRefused, read

GOOD = {
    "name": "Nhập xã",
    "base_document": "Nghị quyết số 1/NQ",
    "effective_on": "2027-01-01",
    "areas": {
        "abolished": ["26173", "26209"],
        "new": [
            {
                "code": "26173",
                "name": "Lý Sơn",
                "full_name": "Xã Lý Sơn",
                "kind": "commune",
                "level": "commune",
            }
        ],
        "successions": [{"old": "26173", "new": "26173", "how": "full"}],
    },
}


def plan(**changes):
    return json.dumps(GOOD | changes, ensure_ascii=False).encode()


def part(**lists):
    return GOOD["areas"] | lists


def errors(raw):
    with pytest.raises(PlanRefused) as refused:
        read(raw)
    return list(refused.value.errors)


def test_a_good_plan_is_read_with_its_days():
    read_plan = read(plan())
    assert (read_plan.name, read_plan.effective_on) == ("Nhập xã", date(2027, 1, 1))
    assert read_plan.day_before == date(2026, 12, 31)
    assert read_plan.areas.abolished == ("26173", "26209")
    assert read_plan.units.new == ()


def test_the_digest_is_of_what_is_said_not_of_how_it_is_written():
    spaced = json.dumps(GOOD, indent=4, sort_keys=True).encode()
    assert read(spaced).digest == read(plan()).digest
    assert read(plan(name="Khác")).digest != read(plan()).digest


NEW = GOOD["areas"]["new"][0]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b'{\n"name": x}', "Tệp sắp xếp viết sai định dạng JSON ở dòng 2, cột 9; hãy sửa chỗ ấy."),
        (b"", "Tệp sắp xếp viết sai định dạng JSON ở dòng 1, cột 1; hãy sửa chỗ ấy."),
        (b"\xff\xfe", "Tệp sắp xếp không phải văn bản UTF-8; hãy lưu lại tệp với mã UTF-8."),
        (b"[" * 200_000, "Tệp sắp xếp không đọc được: có số quá dài hoặc lồng nhau quá sâu."),
        (b"9" * 5000, "Tệp sắp xếp không đọc được: có số quá dài hoặc lồng nhau quá sâu."),
        (plan(name="x" * 201), "Mục “name” dài quá 200 chữ hoặc có ký tự lạ."),
        (plan(base_document="a\0b"), "Mục “base_document” dài quá 300 chữ hoặc có ký tự lạ."),
        (plan(effective_on="0001-01-01"), "Mục “effective_on” phải là một ngày như 2025-07-01."),
        (plan(areas=part(new=[NEW | {"lat": float("nan")}])), "areas.new, dòng 1: “lat” không nhận giá trị"),
        (plan(areas=part(new=[NEW | {"full_name": "x" * 161}])), "areas.new, dòng 1: “full_name” không nhận"),
        (plan(areas=part(new=[NEW | {"code": "1" * 21}])), "areas.new, dòng 1: “code” không nhận giá trị"),
        (b"[]", "Tệp sắp xếp phải là một đối tượng JSON."),
        (plan(name=" "), "Thiếu mục “name”."),
        (plan(base_document=None), "Thiếu mục “base_document”."),
        (plan(effective_on="1/7/2025"), "Mục “effective_on” phải là một ngày như 2025-07-01."),
        (plan(effective_on=20250701), "Mục “effective_on” phải là một ngày như 2025-07-01."),
        (plan(xã=1), "Không hiểu mục “xã”."),
        (plan(areas=[]), "Mục “areas” phải là một đối tượng gồm các danh sách."),
        (plan(areas={"new": {}}), "Mục “areas” phải là một đối tượng gồm các danh sách."),
        (plan(areas=part(functions=[])), "Không hiểu mục “areas.functions”."),
        (plan(areas=part(abolished=["26173", 5])), "areas.abolished: “5” không phải một mã."),
        (plan(areas=part(new=["x"])), "areas.new, dòng 1: phải là một đối tượng."),
        (plan(areas=part(new=[NEW | {"name": ""}])), "areas.new, dòng 1: thiếu “name”."),
        (plan(areas=part(new=[NEW | {"màu": "đỏ"}])), "areas.new, dòng 1: không hiểu “màu”."),
        (
            plan(areas=part(new=[NEW | {"kind": "làng"}])),
            "areas.new, dòng 1: “kind” không nhận giá trị “làng”.",
        ),
        (plan(areas=part(new=[NEW | {"lat": "10"}])), "areas.new, dòng 1: “lat” không nhận giá trị “10”."),
        (plan(areas=part(new=[NEW, NEW])), "areas: mã 26173 được lập 2 lần."),
        (
            plan(areas=part(abolished=["26173", "26173"])),
            "areas: mã 26173 bị bãi bỏ hoặc thay đổi nhiều lần.",
        ),
        (
            plan(areas=part(changed=[{"code": "26209", "name": "x"}])),
            "areas: mã 26209 bị bãi bỏ hoặc thay đổi nhiều lần.",
        ),
        (
            plan(areas=part(successions=[{"old": "1", "new": "26173", "how": "full"}])),
            "areas.successions: 1 không bị bãi bỏ hay thay đổi trong tệp này.",
        ),
        (
            plan(areas=part(successions=[{"old": "26173", "new": "26173", "how": "merge"}])),
            "areas.successions, dòng 1: “how” không nhận giá trị “merge”.",
        ),
        (
            plan(units={"functions": [{"unit": "a", "serves": "b", "function": "cook"}]}),
            "units.functions, dòng 1: “function” không nhận giá trị “cook”.",
        ),
    ],
)
def test_each_thing_wrong_is_one_sentence(raw, sentence):
    found = errors(raw)
    assert len(found) == 1
    assert found[0].startswith(sentence)


def test_all_errors_come_at_once():
    found = errors(plan(name="", effective_on="", areas=part(new=[{"code": "1"}])))
    assert len(found) == 6, found
    with pytest.raises(PlanRefused, match=r"^Thiếu mục “name”\. \(và 5 lỗi nữa\)$"):
        read(plan(name="", effective_on="", areas=part(new=[{"code": "1"}])))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "areas",
                    "units",
                    "abolished",
                    "new",
                    "changed",
                    "successions",
                    "functions",
                    "code",
                    "old",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(anything)
def test_whatever_the_file_holds_it_is_read_or_refused_in_words(told):
    found = errors_or_none(json.dumps(told).encode())
    assert all(error.endswith(".") for error in found)


def errors_or_none(raw):
    try:
        read(raw)
    except PlanRefused as refused:
        return refused.errors
    return ()


def test_a_file_that_is_not_there_is_refused_and_a_byte_order_mark_is_no_trouble(tmp_path):
    with pytest.raises(Refused, match="Không đọc được tệp"):
        read(tmp_path / "none.json")
    (tmp_path / "marked.json").write_bytes(b"\xef\xbb\xbf" + plan())
    assert read(tmp_path / "marked.json").name == "Nhập xã"
