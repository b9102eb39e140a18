"""Menus whose options the app looks up: what is offered, and what stays chosen."""

from sandbox.page.drawing import Canvas, draw_blocks
from sandbox.page.entered import labels, with_offers
from tests.unit.sandbox_page.block_kit import Json, actions, drawn, option


def values(block: Json) -> list[str]:
    return [one["value"] for one in block["elements"][0]["options"]]


def test_what_the_app_offered_is_in_the_menu() -> None:
    [block] = with_offers([actions(type="external_select")], {"a": [option("x"), option("y")]})
    assert values(block) == ["x", "y"]


def test_what_was_chosen_stays_though_it_is_not_offered_now() -> None:
    chosen = actions(type="external_select", initial_option=option("kept"))
    [block] = with_offers([chosen], {"a": [option("x")]})
    assert values(block) == ["x", "kept"]
    several = actions(type="multi_external_select", initial_options=[option("x"), option("kept")])
    [block] = with_offers([several], {"a": [option("x")]})
    assert values(block) == ["x", "kept"]


def test_other_menus_keep_their_options() -> None:
    block = actions(type="static_select", options=[option("own")])
    assert with_offers([block], {"a": [option("x")]}) == [block]


def test_a_choice_is_named_as_it_reads() -> None:
    offers = [{"value": "1", "text": {"type": "plain_text", "text": "One"}}]
    assert labels(offers, "1") == "One"
    assert labels(offers, ["1", "2"]) == ["One", "2"]
    assert labels(offers, "") == ""


def test_before_anything_was_typed_there_is_only_the_search(canvas: Canvas) -> None:
    search = drawn(canvas, actions(type="external_select", min_query_length=2)).one("input")
    assert search["data-suggest"] == '["b", "a"]'
    html = str(draw_blocks(with_offers([actions(type="external_select")], {}), canvas))
    assert "<select" not in html
    assert "Type 3 letters to search." in html


def test_what_came_back_can_be_chosen(canvas: Canvas) -> None:
    [block] = with_offers([actions(type="external_select")], {"a": [option("x")]})
    tags = drawn(canvas, block)
    assert tags.one("select")["data-press"] == '["b", "a"]'
    assert [tag["value"] for tag in tags.all("option")] == ["", "x"]
