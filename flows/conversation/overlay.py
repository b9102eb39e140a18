"""Lay a translation over a script, string by string. Only words may differ; what is missing falls back."""

from typing import Any

from flows.errors import BadScript

_SCRIPT_WORDS = frozenset({"title", "why", "closing", "starts_as", "start_words"})
_STEP_WORDS = frozenset({"ask", "hint"})


def lay_over(base: dict[str, Any], overlay: dict[str, Any], file: str) -> dict[str, Any]:
    """The base table, already found to be a good script, with the overlay's words in it.

    Raises BadScript when the overlay changes more than words.
    """
    _only(overlay, _SCRIPT_WORDS | {"id", "steps"}, file)
    if overlay.get("id") != base.get("id"):
        raise BadScript(f"{file}: id must be '{base.get('id')}', as in the script it translates")
    words = {key: overlay[key] for key in _SCRIPT_WORDS & overlay.keys()}
    return {**base, **words, "steps": _steps(base, overlay, file)}


def _steps(base: dict[str, Any], overlay: dict[str, Any], file: str) -> list[Any]:
    translated = _by_id(overlay.get("steps", []), f"{file}: steps")
    known = {step["id"] for step in base["steps"]}
    for step in translated:
        if step not in known:
            raise BadScript(f"{file}: step {step}: the script it translates has no such step")
    return [_step(step, translated.get(step["id"], {}), file) for step in base["steps"]]


def _by_id(tables: object, where: str) -> dict[str, dict[str, Any]]:
    """Words by the id of what they belong to."""
    if not isinstance(tables, list):
        raise BadScript(f"{where} must be a list")
    found: dict[str, dict[str, Any]] = {}
    for table in tables:
        each = table.get("id") if isinstance(table, dict) else None
        if not isinstance(each, str) or each in found:
            raise BadScript(f"{where}: each must be a table with an id of its own")
        found[each] = table
    return found


def _step(step: dict[str, Any], words: dict[str, Any], file: str) -> dict[str, Any]:
    where = f"{file}: step {step['id']}"
    _only(words, _STEP_WORDS | {"id", "options", "labels"}, where)
    merged = {**step, **{key: words[key] for key in _STEP_WORDS & words.keys()}}
    if "options" in words:
        merged["options"] = _options(step, words, where)
    if "labels" in words:
        merged["labels"] = _labels(step, words, where)
    return merged


def _options(step: dict[str, Any], words: dict[str, Any], where: str) -> list[Any]:
    translated = _by_id(words["options"], f"{where}: options")
    options = step.get("options", [])
    if not translated.keys() <= {option["id"] for option in options}:
        raise BadScript(f"{where}: options must keep the ids of the script it translates")
    for option in translated.values():
        _only(option, frozenset({"id", "label"}), where)
    return [{**option, **translated.get(option["id"], {})} for option in options]


def _labels(step: dict[str, Any], words: dict[str, Any], where: str) -> dict[str, Any]:
    if not isinstance(words["labels"], dict):
        raise BadScript(f"{where}: labels must be a table")
    return {**step.get("labels", {}), **words["labels"]}


def _only(table: dict[str, Any], allowed: frozenset[str], where: str) -> None:
    if unknown := table.keys() - allowed:
        raise BadScript(f"{where}: a translation holds words only, not {', '.join(sorted(unknown))}")
