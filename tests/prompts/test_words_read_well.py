"""The words people read are short, plain and kind, rest on named sources, and do not repeat themselves.

Reads the files with tomllib alone: whether a script loads is another question, asked elsewhere.
"""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

PROMPTS = Path(__file__).parents[2] / "prompts"

WEEKS_IN_A_YEAR = 52
AVERAGE_SENTENCE, LONGEST_SENTENCE = 20, 30  # words

# Whole words or phrases, in lower case: figures of speech, sports, war, praise, reproach, and words of our own trade.
BANNED = """
    at the end of the day | ball | ballpark | battle | big picture | bite the bullet | boil the ocean | circle back |
    deep dive | drill down | drop the ball | fight | finish line | front line | game changer | get the ball rolling |
    goalpost | hit the ground running | home run | in the loop | kick off | kickoff | level playing field |
    low-hanging fruit | move the needle | on board | on the same page | on track | out of the box | piece of cake |
    reach out | rule of thumb | step up | take away | tackle | touch base | troops | unpack | war | weigh up |
    amazing | awesome | excellent | fantastic | good job | great job | impressive | perfect | proud of you | well done |
    do not forget | don't forget | failed to | overdue | remember to | should have written | why did you not |
    why didn't you | you have not | you haven't | you must | you need to | you still owe | you should |
    back-off | ballot | cap | leverage | nudge | stakeholder | synergy | unattributed
"""

# The same in German; also English words for which people at work have a German one.
BANNED_GERMAN = """
    ball | baustelle | boot | endspurt | feuerprobe | front | halbzeit | kampf | kämpfen | marschroute | schlacht |
    startschuss | truppe | ziellinie | zielgerade | abholen | mitnehmen | unterm strich |
    großartig | hervorragend | fantastisch | perfekt | super | toll | gut gemacht | weiter so | stolz auf dich |
    vergiss nicht | denk daran | du hast nicht | du hättest sollen | du musst | du solltest | überfällig | versäumt |
    warum hast du nicht | wieso hast du nicht | worauf wartest du noch |
    benefit | call | challenge | commitment | deadline | deep dive | feedback | input | issue | learning | learnings |
    meeting | mindset | performance | setup | skill | skills | slot | stakeholder | task | update | workload |
    macht sinn | sinn machen
"""

BANNED_IN = {"en": BANNED, "de": BANNED_GERMAN}

# Words too common to tell two questions apart.
COMMON = frozenset(
    {"a", "and", "are", "did", "do", "for", "in", "is", "it", "of", "or", "that", "the", "to", "what", "you"}
)
COMMON_GERMAN = frozenset({
    "am", "an", "auf", "bei", "da", "damals", "das", "dass", "den", "der", "dich", "die", "diese", "dieser", "dir",
    "du", "eine", "es", "etwas", "für", "hast", "hat", "hättest", "ist", "mit", "noch", "oder", "sie", "tust", "und",
    "war", "was", "wie", "woche", "zu",
})  # fmt: skip

ROLES = {"en": "roles, not names", "de": "die Rolle, nicht den Namen"}
LANGUAGES = sorted(path.name for path in PROMPTS.iterdir() if (path / "scripts").is_dir())
IN_EACH = pytest.mark.parametrize("language", LANGUAGES)


def scripts(language: str = "en") -> dict[str, dict[str, Any]]:
    """Every shipped script by file name; of another language than English what its files hold, which is words alone."""
    return {path.stem: read(path) for path in sorted((PROMPTS / language / "scripts").glob("*.toml"))}


@cache
def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def sources() -> dict[str, dict[str, Any]]:
    return read(PROMPTS / "sources.toml")


def typed(language: str = "en") -> dict[str, Any]:
    return read(PROMPTS / language / "words" / "typed.toml")


def wordings(step: dict[str, Any]) -> list[str]:
    return [step["ask"]] if isinstance(step["ask"], str) else step["ask"]


def texts(script: dict[str, Any]) -> Iterator[str]:
    """Everything of a script that a person may read."""
    yield from (script[key] for key in ("title", "why", "starts_as", "closing"))
    for step in script["steps"]:
        yield from wordings(step)
        yield from (step["hint"],) if "hint" in step else ()
        yield from step.get("labels", {}).values()
        yield from (option["label"] for option in step.get("options", []))


def sentences(text: str) -> list[int]:
    """The number of words of each sentence."""
    parts = re.split(r"(?<=[.?!])\s+", text.strip())
    return [len(part.split()) for part in parts if part]


def interface_texts(language: str) -> Iterator[str]:
    """Everything else that a person may read."""
    files = sorted((PROMPTS / language / "words").glob("*.toml"))
    tables = [read(path) for path in files if path.stem not in {"typed", "search"}]  # which people type
    while tables:
        for value in tables.pop().values():
            if isinstance(value, dict):
                tables.append(value)
            else:
                yield value


def banned_in(text: str, language: str = "en") -> list[str]:
    phrases = [phrase.strip() for phrase in BANNED_IN[language].split("|")]
    return [phrase for phrase in phrases if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text.lower())]


def nearly_the_same(one: str, other: str) -> bool:
    """Whether two wordings read alike: in their letters, or in the words that carry the meaning."""
    letters = SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio()
    left, right = ({*re.findall(r"\w+", text.lower())} - COMMON - COMMON_GERMAN for text in (one, other))
    return letters > 0.8 or len(left & right) > 0.5 * min(len(left), len(right))


def all_phrases(table: dict[str, Any]) -> Iterator[str]:
    """The words of a table of typed.toml, whether they are its keys or its values."""
    for key, value in table.items():
        yield from value if isinstance(value, list) else [key]


@IN_EACH
def test_sentences_are_short(language: str) -> None:
    assert {"weekly-reflection", "small-wins", "deep-reflection", "look-back"} <= scripts(language).keys()
    for name, script in scripts(language).items():
        lengths = [length for text in texts(script) for length in sentences(text)]
        assert sum(lengths) / len(lengths) <= AVERAGE_SENTENCE, name
        assert max(lengths) <= LONGEST_SENTENCE, name


def test_sources_are_explained_in_few_words() -> None:
    for key, source in sources().items():
        assert max(sentences(source["what"])) <= 2 * AVERAGE_SENTENCE, key


@IN_EACH
def test_nothing_a_person_reads_is_an_idiom_a_reproach_or_jargon(language: str) -> None:
    found = [
        (name, text, banned_in(text, language)) for name, script in scripts(language).items() for text in texts(script)
    ]
    assert [each for each in found if each[2]] == []


@pytest.mark.parametrize("text", ["Well done!", "You still owe an answer.", "Time to kick off.", "A nudge for you"])
def test_the_list_catches_what_it_is_for(text: str) -> None:
    assert banned_in(text)


@pytest.mark.parametrize("text", ["Gut gemacht!", "Du solltest noch antworten.", "Gib uns Feedback", "Am Ball bleiben"])
def test_the_german_list_catches_what_it_is_for(text: str) -> None:
    assert banned_in(text, "de")


@IN_EACH
def test_nobody_is_shouted_at(language: str) -> None:
    shouted = re.compile(r"!|\b[A-Z]{3,}\b")
    assert [text for script in scripts(language).values() for text in texts(script) if shouted.search(text)] == []


def test_german_says_du_and_is_easy_to_read_aloud() -> None:
    read_by_people = [*interface_texts("de"), *(text for script in scripts("de").values() for text in texts(script))]
    stumbled_over = re.compile(r"\w[*:_]\w|/in\b|\wInnen\b|\bIhnen\b|\bIhr\b|[\"']")
    assert [text for text in read_by_people if stumbled_over.search(text.replace("{week.start}", ""))] == []
    assert stumbled_over.search("Kolleg:innen")
    assert stumbled_over.search("Was ist Ihnen wichtig?")


def test_every_cited_source_exists_and_every_source_is_cited() -> None:
    cited = {key for script in scripts().values() for key in script["cites"]}
    assert cited == sources().keys()
    assert [name for name, script in scripts().items() if not script["cites"]] == []


def test_a_source_says_what_it_is_and_evidence_has_a_page() -> None:
    for key, source in sources().items():
        assert source.keys() == {"title", "authors", "year", "url", "grade", "seen", "what"}, key
        assert source["grade"] in {"A", "B", "C", "D"}, key
        assert source["url"].startswith("https://") is source["seen"], key


@IN_EACH
def test_wordings_of_a_question_differ(language: str) -> None:
    alike = [
        pair
        for script in scripts(language).values()
        for step in script["steps"]
        for pair in combinations(wordings(step), 2)
        if nearly_the_same(*pair)
    ]
    assert alike == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("What surprised you this week?", "What surprised you the most this week?", True),
        ("Which small step are you glad you took?", "Which small step were you glad to take?", True),
        ("What slowed you down?", "What are you still waiting for?", False),
        ("Was hat dich diese Woche überrascht?", "Was hat dich in dieser Woche sehr überrascht?", True),
        ("Was hat dich gebremst?", "Was hätte es leichter gemacht?", False),
    ],
)
def test_likeness_is_noticed(one: str, other: str, *, alike: bool) -> None:
    assert nearly_the_same(one, other) is alike


def test_the_weekly_reflection_opens_in_many_ways_and_does_not_repeat_within_a_year() -> None:
    count = {step["id"]: len(wordings(step)) for step in scripts()["weekly-reflection"]["steps"]}
    assert count["moment"] >= 8
    assert count["meaning"] >= 5
    assert min(count["unknown"], count["next"]) >= 3
    assert math.lcm(count["moment"], count["meaning"]) > WEEKS_IN_A_YEAR


def test_the_weekly_reflection_can_be_begun_with_one_press() -> None:
    kinds = [step["kind"] for step in scripts()["weekly-reflection"]["steps"]]
    assert kinds[0] == "scale"
    assert kinds.count("scale") == 1


@IN_EACH
def test_where_other_people_come_in_roles_are_asked_for(language: str) -> None:
    for name in ("weekly-reflection", "small-wins", "deep-reflection"):
        hints = [step.get("hint", "") for step in scripts(language)[name]["steps"]]
        assert any(ROLES[language] in hint for hint in hints), name


@IN_EACH
def test_start_words_are_unique_and_never_steer_a_conversation(language: str) -> None:
    start_words = Counter(word for script in scripts(language).values() for word in script["start_words"])
    assert [word for word, times in start_words.items() if times > 1] == []
    assert start_words.keys() & set(all_phrases(typed(language)["control"])) == set()


@IN_EACH
def test_a_typed_word_has_one_meaning(language: str) -> None:
    tables = typed(language)
    said = [*all_phrases(tables["control"]), *all_phrases(tables["yes_no"]), *all_phrases(tables["numbers"])]
    days = [*all_phrases(tables["dates"]["days"]), *all_phrases(tables["dates"]["weekdays"])]
    counted = Counter([*said, *days, *all_phrases(tables["dates"]["months"])])
    assert [word for word, times in counted.items() if times > 1] == []


@IN_EACH
def test_what_may_be_a_whole_answer_never_steers(language: str) -> None:
    answers = {
        "nothing",
        "none",
        "no",
        "not yet",
        "busy",
        "done",
        "enough",
        "wait",
        "step back",
        "tomorrow",
        "i don't know",
    }
    assert answers & set(all_phrases(typed(language)["control"])) == set()


@IN_EACH
def test_typed_words_are_written_as_replies_are_compared(language: str) -> None:
    tables = typed(language)
    phrases = [phrase for table in ("control", "yes_no", "numbers", "scale") for phrase in all_phrases(tables[table])]
    phrases += [
        phrase for table in tables["dates"].values() if isinstance(table, dict) for phrase in all_phrases(table)
    ]
    tidied = [" ".join(phrase.lower().replace("\u2019", "'").split()) for phrase in phrases]
    tidied = [phrase.rstrip(".,!?") or phrase for phrase in tidied]
    assert phrases == tidied


def test_every_number_day_and_month_can_be_named() -> None:
    dates = typed()["dates"]
    assert list(typed()["numbers"].values()) == list(range(21))
    assert set(dates["weekdays"].values()) == set(range(1, 8))
    assert set(dates["months"].values()) == set(range(1, 13))


def test_the_guide_explains_every_key_and_kind_that_scripts_use() -> None:
    guide = (PROMPTS / "README.md").read_text(encoding="utf-8")
    keys = {
        key for script in scripts().values() for key in (*script, *(key for step in script["steps"] for key in step))
    }
    kinds = {step["kind"] for script in scripts().values() for step in script["steps"]}
    unexplained = {word for word in (keys | kinds) - {"steps"} if f"`{word}`" not in guide}
    assert unexplained == set()


def test_examples_of_the_guide_are_toml_and_cite_what_exists() -> None:
    guide = (PROMPTS / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```toml( fragment)?\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE)
    examples = [(bool(fragment), tomllib.loads(text)) for fragment, text in blocks]
    complete = [example for fragment, example in examples if not fragment]
    assert len(complete) >= 3
    assert {key for example in complete for key in example["cites"]} <= sources().keys()
    shipped = {word for script in scripts().values() for word in script["start_words"]}
    assert shipped.isdisjoint(word for example in complete for word in example["start_words"])
