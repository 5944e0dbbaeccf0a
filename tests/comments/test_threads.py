"""Places in threads, cut pages and nested lists, compared with trees built naively."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.threads import MAX_DEPTH, PAGE_SIZE, PATH_STEP, as_nodes, cut_pages, page_of, place


def row(pk, parent=None, levels=MAX_DEPTH):
    path, depth = place(pk, parent.path if parent else "", levels)
    return SimpleNamespace(pk=pk, path=path, depth=depth, parent_id=parent.pk if parent else None)


@st.composite
def threads(draw):
    """Comments of one post in the order of their ids, and which of them are shown."""
    levels = draw(st.integers(1, MAX_DEPTH))
    rows = []
    for pk in range(1, draw(st.integers(0, 40)) + 1):
        parent = draw(st.sampled_from([None, *rows]))
        rows.append(row(pk, parent, levels))
    shown = {item.pk for item in rows if draw(st.integers(0, 3))}
    return levels, rows, shown


def naive_tree(levels, rows, shown):
    """[id or None where hidden, [replies]], by following parents instead of paths."""
    above, items, roots = {}, {}, []
    for item in rows:
        items[item.pk] = [item.pk, []]
        stands_under = item.parent_id
        if stands_under and depth_of(stands_under, above) == levels:
            stands_under = above[stands_under]
        above[item.pk] = stands_under
        (items[stands_under][1] if stands_under else roots).append(items[item.pk])
    return [kept for root in roots if (kept := pruned(root, shown))]


def depth_of(pk, above):
    return 1 + depth_of(above[pk], above) if above[pk] else 1


def pruned(item, shown):
    replies = [kept for reply in item[1] if (kept := pruned(reply, shown))]
    if item[0] in shown:
        return [item[0], replies]
    return [None, replies] if replies else None


def nested(nodes):
    """Do what a browser does with the opened and closed lists of the template."""
    stack = [[]]
    for node in nodes:
        item = [node.pk if node.comment else None, []]
        stack[-1].append(item)
        if node.opens:
            stack.append(item[1])
        for _ in node.closing:
            stack.pop()
    assert len(stack) == 1, "every list that was opened is closed"
    return stack[0]


@given(threads())
def test_the_printed_list_is_the_tree_of_what_is_shown(generated):
    levels, rows, shown = generated
    read = sorted((item for item in rows if item.pk in shown), key=lambda item: item.path)
    assert nested(as_nodes(read)) == naive_tree(levels, rows, shown)


@given(threads())
def test_no_comment_stands_deeper_than_the_levels_allowed(generated):
    levels, rows, _ = generated
    assert all(item.depth <= levels and len(item.path) == item.depth * 10 for item in rows)


@given(threads(), st.integers(1, 1000))
def test_threads_are_numbered_on_from_the_page_before(generated, first):
    _, rows, _ = generated
    nodes = as_nodes(sorted(rows, key=lambda item: item.path), first)
    numbers = [node.number for node in nodes if node.depth == 1]
    assert numbers == list(range(first, first + len(numbers)))
    assert all(node.number is None for node in nodes if node.depth > 1)


def test_a_reply_below_the_last_level_stands_beside_what_it_answers():
    first = row(1, levels=2)
    second = row(2, first, levels=2)
    third = row(3, second, levels=2)
    assert (third.depth, third.path[:PATH_STEP]) == (2, first.path)
    assert as_nodes([first, second, third])[2].answers is second


def test_an_answer_that_stands_under_what_it_answers_does_not_repeat_it():
    first = row(1)
    assert as_nodes([first, row(2, first)])[1].answers is None


def test_one_level_makes_every_reply_a_thread_of_its_own():
    first = row(1, levels=1)
    reply = row(2, first, levels=1)
    assert (reply.path, reply.depth) == ("0000000002", 1)
    assert as_nodes([first, reply])[1].answers is first


def test_lowering_the_levels_later_leaves_what_stands_deeper():
    rows = [row(1)]
    for pk in range(2, 6):
        rows.append(row(pk, rows[-1]))
    late = row(6, rows[-1], levels=3)
    assert late.path == rows[1].path + "0000000006"
    assert [node.pk for node in as_nodes(sorted([*rows, late], key=lambda r: r.path))] == [
        1, 2, 3, 4, 5, 6,
    ]  # fmt: skip


def test_a_hidden_comment_without_shown_replies_leaves_nothing():
    assert as_nodes([]) == []


def roots(*sizes):
    return [(f"{number:010d}", size) for number, size in enumerate(sizes, start=1)]


@given(st.lists(st.integers(1, 130), max_size=60))
def test_pages_hold_every_thread_once_and_in_order(sizes):
    pages = cut_pages(roots(*sizes))
    held = [number for page in pages for number in range(int(page.first), int(page.last) + 1)]
    assert held == list(range(1, len(sizes) + 1))
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert [page.first_number for page in pages] == [int(page.first) for page in pages]


@given(st.lists(st.integers(1, 130), min_size=1, max_size=60))
def test_a_thread_begins_a_page_when_its_first_comment_does_not_fit_before(sizes):
    pages = cut_pages(roots(*sizes))
    slots = [sum(sizes[:index]) // PAGE_SIZE for index in range(len(sizes))]
    for index, slot in enumerate(slots):
        page = page_of(pages, f"{index + 1:010d}")
        assert (page.first_number == index + 1) == (index == 0 or slot != slots[index - 1])


@pytest.mark.parametrize(
    ("sizes", "first_threads"),
    [
        ([], []),
        ([1] * 50, [1]),
        ([1] * 51, [1, 51]),
        ([49, 30, 1], [1, 3]),
        ([120, 1, 1], [1, 2]),  # the long thread fills two pages and more, yet no page is empty
    ],
)
def test_a_page_ends_with_the_thread_that_fills_it(sizes, first_threads):
    assert [page.first_number for page in cut_pages(roots(*sizes))] == first_threads


@given(st.lists(st.integers(1, 130), min_size=1, max_size=60))
def test_the_newest_first_fill_their_pages_like_a_discussion_turned_round(sizes):
    pages = cut_pages(roots(*sizes), is_newest_first=True)
    turned = cut_pages(roots(*reversed(sizes)))
    last = len(sizes) + 1
    assert [(int(page.first), int(page.last)) for page in pages] == [
        (last - int(page.first), last - int(page.last)) for page in turned
    ]
    assert [page.first_number for page in pages] == [int(page.first) for page in pages]
    assert all(page_of(pages, root) for root, _size in roots(*sizes))


def test_a_root_that_no_page_holds_has_no_page():
    assert page_of(cut_pages(roots(3, 2)), "0000000009") is None
