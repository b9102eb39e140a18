"""Every message and window: accepted by Slack, complete when read aloud, and no two buttons alike."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from bot.views.messages import message
from bot.views.parts import button, buttons
from bot.word_checks import check_words
from flows.conversation.definition_checks import NOT_YET
from flows.conversation.definitions import Source, read_script
from flows.conversation.script import Kind
from flows.conversation.sights import NoticeSight, Offer, ReceiptSight, Stage
from sandbox.checks.messages import check_blocks, check_text
from tests.unit.conversation.scripts import HEAD, step, step_of, toml
from tests.unit.every_view import (
    CONTACTS,
    DAY,
    ENGLISH,
    ID,
    OURS,
    TOGETHER,
    VARIANTS,
    as_json,
    everything,
    question,
    stretched_words,
    visible,
)

pytestmark = TOGETHER

LETTERS = ["x", "\u00e9", "&", "\U0001f331"]
IN_EACH = pytest.mark.parametrize("variant", VARIANTS)


def elements(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for block in blocks if block["type"] == "actions" for each in block["elements"]]


def labels(blocks: Sequence[dict[str, Any]]) -> list[str]:
    return [each["text"]["text"] for each in elements(blocks) if each["type"] == "button"]


def spoken(label: str) -> str:
    return " ".join("".join(each for each in label if unicodedata.category(each) != "So").split()).casefold()


@IN_EACH
def test_slack_accepts_every_message(variant: str) -> None:
    for _, drawn, blocks in everything(variant):
        check_blocks(blocks)
        check_text(drawn.text)
        assert drawn.text.strip()


@IN_EACH
def test_the_text_for_reading_aloud_says_all_that_the_blocks_show(variant: str) -> None:
    for sight, drawn, blocks in everything(variant):
        aloud = " ".join(unescape(drawn.text).split())
        missing = [text for text in visible(blocks) if " ".join(text.split()) not in aloud]
        assert missing == [], sight


@IN_EACH
def test_no_two_buttons_of_a_message_read_alike(variant: str) -> None:
    for _, _, blocks in everything(variant):
        standing = elements(blocks)
        heard = [spoken(each.get("accessibility_label") or each["text"]["text"]) for each in standing if "text" in each]
        assert len(set(heard)) == len(heard), heard
        assert all(len(each.get("accessibility_label", "")) <= 75 for each in standing)
        assert len({each["action_id"] for each in standing}) == len(standing)


@IN_EACH
def test_nothing_is_left_to_be_filled_in_and_nothing_is_parsed(variant: str) -> None:
    for sight, drawn, blocks in everything(variant):
        assert not any("{" in text or "}" in text for text in (*visible(blocks), drawn.text)), sight
        assert "mrkdwn" not in str(blocks)
        assert not re.search(r"<(?!@U[A-Z0-9]+>)[!@#]|&(?!amp;|lt;|gt;)", drawn.text)  # people are named by their ids


def test_placeholders_are_filled_wherever_they_may_stand() -> None:
    script = read_script(
        Source(
            "week.toml",
            toml(
                {
                    **HEAD,
                    "why": "Why {week.start}",
                    "closing": "Closing {week.start}",
                    "steps": [step("q", ask="Ask {week.start}", hint="Hint {week.start}")],
                }
            ),
        )
    )
    opening = message(question(script, script.first, opening=True), ENGLISH, "").text
    closing = message(ReceiptSight(ID, script, DAY, 1, stopped=False), ENGLISH, "").text
    for part in ("Why", "Ask", "Hint"):
        assert f"{part} Wednesday 30 September" in opening
    assert "Closing Wednesday 30 September" in closing


def test_a_longer_language_fits_wherever_english_does() -> None:
    check_words(stretched_words(), ENGLISH, "stretched")


@pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.ASKED, Stage.GOES_ON, Stage.LATER}))
@pytest.mark.parametrize("kind", sorted(set(Kind) - NOT_YET.keys()))
def test_a_question_that_is_not_asked_any_more_has_nothing_to_press(kind: Kind, stage: Stage) -> None:
    drawn = message(question(OURS[0], step_of(kind), stage=stage), ENGLISH, "")
    assert elements(as_json(drawn)) == []


@pytest.mark.parametrize(
    ("kind", "keys", "expected"),
    [
        (Kind.TEXT, {}, "Skip Back Later Stop Help"),
        (Kind.TEXT, {"required": True}, "Back Later Stop Help"),
        (Kind.SCALE, {}, "1 2 3 4 5 Skip Back Later Stop Help"),
        (Kind.YES_NO, {}, "Yes No Skip Back Later Stop Help"),
        (Kind.CHOICES, {}, "Done Skip Back Later Stop Help"),
        (Kind.PEOPLE, {}, "Done Skip Back Later Stop Help"),
        (Kind.DATE, {}, "Skip Back Later Stop Help"),
        (Kind.SAY, {}, "Continue Back Later Stop Help"),
    ],
)
def test_what_can_be_pressed(kind: Kind, keys: dict[str, Any], expected: str) -> None:
    drawn = message(question(OURS[0], step_of(kind, **keys)), ENGLISH, "")
    assert labels(as_json(drawn)) == [*expected.split(), "Answer in a form"]
    first = message(question(OURS[0], step_of(kind, **keys), first=True), ENGLISH, "")
    assert "Back" not in labels(as_json(first))


@pytest.mark.parametrize("kind", sorted(set(Kind) - NOT_YET.keys()))
def test_in_the_form_there_is_one_way_to_answer(kind: Kind) -> None:
    asked = question(OURS[0], step_of(kind), in_form=True)
    drawn = message(asked, ENGLISH, "")
    skip = [] if asked.step.silent else ["Skip"]
    assert labels(as_json(drawn)) == ["Open the form", *skip, "Later", "Stop", "Help", "Answer here instead"]
    assert "Open the form to go on." in drawn.text
    assert "type" not in drawn.text
    required = message(replace(asked, may_choose=False), ENGLISH, "")
    assert labels(as_json(required)) == ["Open the form", *skip, "Later", "Stop", "Help"]
    chat = message(replace(asked, in_form=False, may_choose=False), ENGLISH, "")
    assert "Answer in a form" not in labels(as_json(chat))


def test_the_short_version_is_offered_once_at_the_beginning() -> None:
    deep = next(script for script in OURS if script.short_minutes)
    offered = "Short version (about 5 minutes)"
    assert labels(as_json(message(question(deep, deep.first, opening=True), ENGLISH, "")))[0] == offered
    for fields in ({"opening": False}, {"opening": True, "short": True}):
        assert offered not in labels(as_json(message(question(deep, deep.first, **fields), ENGLISH, "")))


def test_numbers_on_buttons_are_read_with_what_they_mean() -> None:
    weekly = OURS[0]
    standing = elements(as_json(message(question(weekly, weekly.first), ENGLISH, "")))
    named = [each.get("accessibility_label") for each in standing[:5]]
    assert named == ["1, None left", None, "3, Enough", None, "5, Plenty"]


def test_help_lists_as_many_scripts_as_one_message_holds() -> None:
    for many in (0, 1, 10, 11, 24, 25, 26, 55):
        standing = [Offer(f"s{place}", f"Begin {place} ".ljust(60, "x"), "w" * 40, 999_999) for place in range(many)]
        for word in ("help", "not_understood"):
            drawn = message(NoticeSight(word, standing), stretched_words(), CONTACTS)
            check_blocks(as_json(drawn))
            check_text(drawn.text)
            assert len(labels(as_json(drawn))) == many + 3
            assert all(each.label in drawn.text for each in standing)


@pytest.mark.parametrize("word", ["help", "privacy"])
def test_where_to_turn_is_named_only_where_somebody_is(word: str) -> None:
    assert CONTACTS in message(NoticeSight(word, ()), ENGLISH, CONTACTS).text
    assert "talk to" not in message(NoticeSight(word, ()), ENGLISH, "").text


def test_where_to_turn_stands_under_questions_that_may_touch_something_painful() -> None:
    for script in OURS:
        drawn = message(ReceiptSight(ID, script, DAY, 1, stopped=False), ENGLISH, CONTACTS)
        assert (CONTACTS in drawn.text) == script.support
        assert (CONTACTS in " ".join(visible(as_json(drawn)))) == script.support
        assert "weighs on you" not in message(ReceiptSight(ID, script, DAY, 1, stopped=False), ENGLISH, "").text


@pytest.mark.parametrize("letter", LETTERS)
def test_what_is_too_long_for_a_button_is_cut_where_it_is_seen(letter: str) -> None:
    for length in (74, 75):
        row = buttons("row", [button(letter * length, "go", "v", read_as=letter * length + "!")]).to_dict()
        assert labels([row]) == [letter * length]
        check_blocks([row])
    row = buttons("row", [button(letter * 76, "go", "v", read_as="a" + letter * 76)]).to_dict()
    assert labels([row]) == [letter * 74 + "\u2026"]
    assert len(row["elements"][0]["accessibility_label"]) == 75
    check_blocks([row])
