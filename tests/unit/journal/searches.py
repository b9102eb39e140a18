"""How searches are read in the languages there are, as the tests of the journal need it."""

from bot.prompt_files import read_prompts

SEARCHES = read_prompts().searches
ENGLISH, GERMAN = SEARCHES["en"], SEARCHES["de"]
