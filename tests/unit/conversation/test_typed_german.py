"""German replies are read as people type them, and English ones by people who are asked in German."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.prompt_files import read_prompts
from flows.conversation.checks import Problem
from flows.conversation.script import Kind, Value
from flows.conversation.typed import Reading, read_typed
from flows.conversation.typed_dates import read_date
from flows.conversation.vocabulary import Control, Page, tidy
from tests.unit.conversation.scripts import script_of, step, step_of

PROMPTS = read_prompts()
GERMAN = PROMPTS.vocabularies["de"]
WORDS = GERMAN.dates
SUNDAY = date(2026, 11, 22)
READING = Reading(GERMAN, SUNDAY)
SCALE, NUMBER, YES_NO = step_of(Kind.SCALE), step_of(Kind.NUMBER), step_of(Kind.YES_NO)
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
)  # fmt: skip


def read(said: str, today: date = SUNDAY) -> str | None:
    """The day, as it would stand in a calendar."""
    day = read_date(tidy(said), today, WORDS)
    return day.isoformat() if day else None


@pytest.mark.parametrize(
    ("typed", "control"),
    [
        ("überspringen", Control.SKIP), ("Überspringen!", Control.SKIP), ("ÜBERSPRINGEN", Control.SKIP),
        ("Weiter", Control.SKIP), ("Weiter, bitte.", Control.SKIP), ("Frage überspringen", Control.SKIP),
        ("Dazu möchte ich nichts sagen.", Control.SKIP), ("ueberspringen", Control.SKIP),
        ("zurück", Control.BACK), ("Zurück bitte", Control.BACK), ("eine Frage zurück", Control.BACK),
        ("später", Control.LATER), ("Jetzt nicht", Control.LATER), ("Das mache ich später", Control.LATER),
        ("stopp", Control.STOP), ("Stopp!", Control.STOP), ("Das war’s für heute", Control.STOP),
        ("abbrechen", Control.STOP), ("Ich möchte aufhören", Control.STOP),
        ("hilfe", Control.HELP), ("Hilfe?", Control.HELP), ("Wie geht das?", Control.HELP), ("?", Control.HELP),
        ("Das verstehe ich nicht.", Control.HELP),
        ("skip", Control.SKIP), ("back", Control.BACK), ("not now", Control.LATER), ("stop", Control.STOP),
        ("help", Control.HELP),
    ],
)  # fmt: skip
def test_words_that_steer(typed: str, control: Control) -> None:
    assert GERMAN.controls.get(tidy(typed)) is control


@pytest.mark.parametrize(
    "typed",
    ["nichts", "nein", "noch nicht", "fertig", "genug", "warten", "Pause", "Halt", "Ende", "keine Ahnung", "morgen",
     "weiß ich nicht", "Zeit", "mehr Hilfe", "weiter so", "zurück ins Büro", "später im Monat", "ein Schritt zurück"],
)  # fmt: skip
def test_what_may_be_an_answer_never_steers(typed: str) -> None:
    assert tidy(typed) not in GERMAN.controls
    assert PROMPTS.library.started_by(typed, "de") is None


@pytest.mark.parametrize(
    ("typed", "script"),
    [
        ("Rückblick", "weekly-reflection"), ("Woche", "weekly-reflection"), ("Kleine Erfolge", "small-wins"),
        ("durchdenken", "deep-reflection"), ("wiederlesen", "look-back"),
        ("reflect", "weekly-reflection"), ("wins", "small-wins"), ("deep", "deep-reflection"), ("Erfolg", None),
    ],
)  # fmt: skip
def test_words_that_start_something(typed: str, script: str | None) -> None:
    found = PROMPTS.library.started_by(typed, "de")
    assert (found and (found.id, found.language)) == (script and (script, "de"))


@pytest.mark.parametrize("typed", ["Datenschutz", "Wer sieht das?", "Ist das vertraulich?", "privacy"])
def test_words_that_ask_who_sees_what(typed: str) -> None:
    assert GERMAN.pages[tidy(typed)] is Page.PRIVACY


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("4", 4), ("vier", 4), ("Vier!", 4), ("fünf", 5), ("fuenf", 5), ("FÜNF", 5), ("zwo", 2), ("eine 4", 4),
        ("eine Vier", 4), ("4/5", 4), ("4 von 5", 4), ("vier von fünf", 4), ("etwa eine 3", 3), ("so bei 3", 3),
        ("ungefähr 3", 3), ("Ich würde sagen: 3", None), ("ich würde sagen 3", 3), ("gefühlt eine 2", 2),
        ("four", 4), ("about a 4", 4), ("4 out of 5", 4),
    ],
)  # fmt: skip
def test_a_bare_number_on_a_scale(typed: str, number: int | None) -> None:
    expected = Value(number=number) if number else Value(text=typed, number=3)
    assert read_typed(SCALE, typed, READING) == expected


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("4 – harte Woche", 4), ("4, harte Woche", 4), ("4 weil sie gut ausging", 4), ("Vier (hart)", 4),
        ("Es war eine 3", 3), ("Energie: zwei", 2), ("ca. 4", 4),
    ],
)  # fmt: skip
def test_words_beside_a_number_stay_as_its_remark(typed: str, number: int) -> None:
    assert read_typed(SCALE, typed, READING) == Value(text=typed, number=number)


@pytest.mark.parametrize(
    "typed",
    ["3 bis 4", "drei bis vier", "3 oder 4", "4,5", "8 von 10", "vier von zehn", "ein", "eine gute Woche", "elf",
     "zwei Wochen Stress liegen hinter mir", "ein guter Tag war dabei", "alles", "keine mehr"],
)  # fmt: skip
def test_no_number_is_guessed_for_a_scale(typed: str) -> None:
    assert read_typed(SCALE, typed, READING) is Problem.NOT_ON_SCALE


def test_numbers_are_known_to_twenty() -> None:
    words = (
        "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
        "siebzehn achtzehn neunzehn zwanzig"
    )
    for number, word in enumerate(words.split()):
        assert read_typed(NUMBER, word.capitalize(), READING) == Value(number=number)


@pytest.mark.parametrize(
    ("typed", "answer", "remark"),
    [
        ("ja", "yes", False), ("Ja!", "yes", False), ("j", "yes", False), ("Na klar", "yes", False),
        ("auf jeden Fall", "yes", False), ("stimmt", "yes", False), ("yes", "yes", False), ("👍", "yes", False),
        ("nein", "no", False), ("Nö.", "no", False), ("nee", "no", False), ("noch nicht", "no", False),
        ("Nein, danke", "no", False), ("nope", "no", False),
        ("Ja, aber spät", "yes", True), ("ja – endlich", "yes", True), ("Nein, erst am Freitag", "no", True),
        ("Noch nicht: nächste Woche", "no", True),
    ],
)  # fmt: skip
def test_yes_and_no(typed: str, answer: str, remark: bool) -> None:
    assert read_typed(YES_NO, typed, READING) == Value(text=typed if remark else "", choices=(answer,))


@pytest.mark.parametrize("typed", ["vielleicht", "jein", "ja und nein", "nein oder ja", "Januar", "nichts"])
def test_neither_yes_nor_no(typed: str) -> None:
    assert read_typed(YES_NO, typed, READING) is Problem.NOT_YES_OR_NO


def test_several_options_with_a_german_and_between() -> None:
    options = [{"id": "time", "label": "Zu wenig Zeit"}, {"id": "both", "label": "Rat und Tat"}]
    asked = script_of(step("q", "choices", options=options)).first
    for typed in ("Zu wenig Zeit und Rat und Tat", "1 und 2", "1 sowie 2", "1 and 2"):
        assert read_typed(asked, typed, READING) == Value(choices=("time", "both"))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("heute", "2026-11-22"), ("heute Abend", "2026-11-22"), ("Heute Morgen", "2026-11-22"),
        ("morgen", "2026-11-23"), ("Morgen!", "2026-11-23"), ("morgen früh", "2026-11-23"),
        ("bis morgen", "2026-11-23"), ("übermorgen", "2026-11-24"), ("gestern", "2026-11-21"),
        ("gestern Abend", "2026-11-21"), ("vorgestern", "2026-11-20"), ("uebermorgen", "2026-11-24"),
        ("in zwei Wochen", "2026-12-06"), ("in 2 Wochen", "2026-12-06"), ("in etwa zwei Wochen", "2026-12-06"),
        ("heute in zwei Wochen", "2026-12-06"), ("in einer Woche", "2026-11-29"), ("in 14 Tagen", "2026-12-06"),
        ("in vierzehn Tagen", "2026-12-06"), ("in einem Monat", "2026-12-22"), ("in einem Jahr", "2027-11-22"),
        ("vor drei Tagen", "2026-11-19"), ("vor einer Woche", "2026-11-15"), ("heute vor einem Jahr", "2025-11-22"),
        ("vor zwei Monaten", "2026-09-22"),
        ("nächste Woche", "2026-11-29"), ("kommende Woche", "2026-11-29"), ("übernächste Woche", "2026-12-06"),
        ("letzte Woche", "2026-11-15"), ("diese Woche", "2026-11-22"), ("nächsten Monat", "2026-12-22"),
        ("nächstes Jahr", "2027-11-22"), ("voriges Jahr", "2025-11-22"),
        ("Freitag nächste Woche", "2026-11-27"), ("nächste Woche am Freitag", "2026-11-27"),
        ("Freitag nächster Woche", "2026-11-27"), ("diese Woche Freitag", "2026-11-20"),
        ("letzte Woche Mittwoch", "2026-11-11"),
        ("3.10.", "2026-10-03"), ("3. 10.", "2026-10-03"), ("03.10.", "2026-10-03"), ("am 3.10.", "2026-10-03"),
        ("3.10.2026", "2026-10-03"), ("03.10.2026", "2026-10-03"), ("3. 10. 2026", "2026-10-03"),
        ("3.10.26", "2026-10-03"), ("Samstag, 3.10.", "2026-10-03"), ("Sa. 3.10.", "2026-10-03"),
        ("Samstag, den 3.10.2026", "2026-10-03"), ("3/10", "2026-10-03"), ("2026-10-03", "2026-10-03"),
        ("3. Oktober", "2026-10-03"), ("3.Oktober", "2026-10-03"), ("3 Oktober", "2026-10-03"),
        ("3. Okt.", "2026-10-03"), ("am 3. Oktober 2027", "2027-10-03"), ("bis zum 3. Oktober", "2026-10-03"),
        ("Samstag, 3. Oktober", "2026-10-03"), ("Samstag, der 3. Oktober", "2026-10-03"),
        ("Sa., 3. Okt. 2026", "2026-10-03"), ("3ten Oktober", "2026-10-03"), ("12. März", "2027-03-12"),
        ("12. Maerz", "2027-03-12"), ("12. Mrz", "2027-03-12"), ("1. Jänner", "2027-01-01"), ("1. Mai", "2027-05-01"),
        ("tomorrow", "2026-11-23"), ("next Friday", "2026-11-27"), ("3rd of October", "2026-10-03"),
        ("in two weeks", "2026-12-06"), ("three days ago", "2026-11-19"),
    ],
)  # fmt: skip
def test_a_date_as_people_write_it(said: str, day: str) -> None:
    assert read(said) == day


@pytest.mark.parametrize(
    "said",
    [
        "", "bald", "demnächst", "nächste", "in", "vor", "Woche", "drei Wochen", "Mai", "Mai 2027", "12", "der 12.",
        "Mitte März", "30.2.", "31. April", "1. 2. März", "13.13.", "morgen um 9", "morgen in einer Woche",
        "kommenden Monat", "Freitag in einer Woche", "Freitag nächsten Monat", "heute oder morgen", "Soan", "moan",
        "Weihnachten", "vor Freitag", "3. 10. 026",
    ],
)  # fmt: skip
def test_no_day_is_guessed(said: str) -> None:
    assert read(said) is None


MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize("weekday", range(7))
def test_freitag_on_every_day_of_a_week(weekday: int) -> None:
    today = MONDAY + timedelta(days=weekday)
    coming, following = ("2026-11-27", "2026-12-04") if weekday < 4 else ("2026-12-04", "2026-12-04")
    past = "2026-11-20" if weekday < 5 else "2026-11-27"
    for said in ("Freitag", "Fr", "am Freitag", "diesen Freitag", "an diesem Freitag", "kommenden Freitag",
                 "am kommenden Freitag", "Freitagabend", "Freitag Nachmittag", "Freitagmorgen", "Freitag Morgen",
                 "Freitag früh"):  # fmt: skip
        assert read(said, today) == coming, said
    for said in ("nächsten Freitag", "am nächsten Freitag", "naechsten Freitag", "nächsten Freitagnachmittag"):
        assert read(said, today) == following, said
    for said in ("letzten Freitag", "vorigen Freitag", "am vergangenen Freitag"):
        assert read(said, today) == past, said


def test_both_names_of_saturday() -> None:
    assert read("Sonnabend") == read("Samstag") == "2026-11-28"


def test_every_day_of_five_years_is_read_back_however_it_is_written() -> None:
    day = date(2026, 1, 1)
    while day < date(2031, 1, 1):
        weekday, month = WEEKDAYS[day.weekday()], MONTHS[day.month - 1]
        ways = (
            f"{day.day}.{day.month}.{day.year}",
            f"{day.day:02}.{day.month:02}.{day.year % 100:02}",
            f"{day.day}. {month} {day.year}",
            f"{weekday}, {day.day}. {month} {day.year}",
            f"{weekday[:2]}. {day.day}.{day.month}.{day.year}",
        )
        assert {read(way) for way in ways} == {day.isoformat()}, ways
        day += timedelta(days=1)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.sampled_from(WEEKDAYS))
def test_a_weekday_of_a_week_is_in_that_week(today: date, weekday: str) -> None:
    monday = today - timedelta(days=today.weekday())
    for which, weeks in (("letzte", -1), ("diese", 0), ("nächste", 1)):
        day = monday + timedelta(weeks=weeks, days=WEEKDAYS.index(weekday))
        assert read(f"{which} Woche {weekday}", today) == read(f"{weekday} {which} Woche", today) == day.isoformat()


KNOWN = [*WORDS.days, *WORDS.weekdays, *WORDS.months, *WORDS.units, *WORDS.numbers, *WORDS.ignored]
PHRASES = st.lists(
    st.sampled_from([*KNOWN, "nächste", "letzte", "diese", "in", "vor", "von heute", "29", "31", "0", "9999", ".", "/"])
).map(" ".join)


@given(PHRASES, st.dates())
def test_nothing_that_is_typed_breaks_it(said: str, today: date) -> None:
    day = read_date(tidy(said), today, WORDS)
    assert day is None or date.min <= day <= date.max
