"""How searches are read in the languages there are, as the tests of the journal need it."""

from pathlib import Path

from bot.prompt_files import read_prompts

GERMAN_DATES = Path(__file__).parent / "german"
"""A folder laid over ours, so that the examples do not wait for all of Cairn in German."""

SEARCHES = read_prompts(GERMAN_DATES).searches
ENGLISH, GERMAN = SEARCHES["en"], SEARCHES["de"]
