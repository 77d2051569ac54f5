from hashlib import sha256

import pytest
from hypothesis import given, strategies as st

from hoiam.cases.seals.tree import EMPTY, climb, leaf_hash, path_of, root_of, split

LEAVES = st.lists(st.binary(max_size=6), min_size=1, max_size=40)


def by_the_book(leaves):
    """RFC 6962, 2.1, as it is written: split at the largest power of two below n."""
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    at = 1
    while at * 2 < len(leaves):
        at *= 2
    return sha256(b"\x01" + by_the_book(leaves[:at]) + by_the_book(leaves[at:])).digest()


@given(LEAVES)
def test_the_root_is_that_of_the_standard(leaves):
    assert root_of([leaf_hash(leaf) for leaf in leaves]) == by_the_book(leaves)


def test_of_nothing_there_is_the_hash_of_nothing():
    assert root_of([]) == EMPTY == sha256(b"").digest()


@given(LEAVES, st.data())
def test_every_leaf_climbs_to_the_root_by_its_path_and_no_other_does(leaves, data):
    hashes = [leaf_hash(leaf) for leaf in leaves]
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = path_of(hashes, index)
    assert climb(hashes[index], path) == root_of(hashes)
    assert climb(leaf_hash(leaves[index] + b"x"), path) != root_of(hashes)


@given(LEAVES, st.data())
def test_one_leaf_changed_missing_or_added_gives_another_root(leaves, data):
    hashes = [leaf_hash(leaf) for leaf in leaves]
    index = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*hashes[:index], leaf_hash(leaves[index] + b"x"), *hashes[index + 1 :]]
    missing = hashes[:index] + hashes[index + 1 :]
    assert root_of(hashes) not in (root_of(changed), root_of(missing), root_of([*hashes, hashes[-1]]))


def test_a_node_does_not_pass_for_a_leaf():
    two = [leaf_hash(b"a"), leaf_hash(b"b")]
    assert leaf_hash(two[0] + two[1]) != root_of(two)


@given(LEAVES)
def test_hashes_kept_one_after_another_come_apart_as_they_were(leaves):
    hashes = [leaf_hash(leaf) for leaf in leaves]
    assert split(b"".join(hashes)) == hashes


def test_there_is_no_path_for_a_leaf_that_is_not_there():
    with pytest.raises(IndexError):
        path_of([leaf_hash(b"a")], 1)
