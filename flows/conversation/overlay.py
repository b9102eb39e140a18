"""Lay a translation over a script, string by string. Only words may differ; what is missing falls back."""

from typing import Any

from flows.errors import BadScript

_SCRIPT_WORDS = frozenset({"title", "why", "closing", "starts_as", "start_words"})
_STEP_WORDS = frozenset({"ask", "hint"})


def lay_over(base: dict[str, Any], overlay: dict[str, Any], file: str) -> dict[str, Any]:
    """The base table with the overlay's words in it. Raises BadScript when the overlay changes more than words."""
    _only(overlay, _SCRIPT_WORDS | {"id", "steps"}, file)
    if overlay.get("id") != base.get("id"):
        raise BadScript(f"{file}: id must be '{base.get('id')}', as in the script it translates")
    words = {key: overlay[key] for key in _SCRIPT_WORDS & overlay.keys()}
    return {**base, **words, "steps": _steps(base, overlay, file)}


def _steps(base: dict[str, Any], overlay: dict[str, Any], file: str) -> list[Any]:
    translated = {step.get("id"): step for step in overlay.get("steps", [])}
    known = {step.get("id") for step in base.get("steps", [])}
    for step in translated:
        if step not in known:
            raise BadScript(f"{file}: step {step}: the script it translates has no such step")
    return [_step(step, translated.get(step.get("id"), {}), file) for step in base.get("steps", [])]


def _step(step: dict[str, Any], words: dict[str, Any], file: str) -> dict[str, Any]:
    where = f"{file}: step {step.get('id')}"
    _only(words, _STEP_WORDS | {"id", "options", "labels"}, where)
    merged = {**step, **{key: words[key] for key in _STEP_WORDS & words.keys()}}
    if "options" in words:
        merged["options"] = _options(step, words, where)
    if "labels" in words:
        merged["labels"] = {**step.get("labels", {}), **words["labels"]}
    return merged


def _options(step: dict[str, Any], words: dict[str, Any], where: str) -> list[Any]:
    labels = {option.get("id"): option.get("label") for option in words["options"]}
    options = step.get("options", [])
    if not labels.keys() <= {option.get("id") for option in options}:
        raise BadScript(f"{where}: options must keep the ids of the script it translates")
    return [{**option, "label": labels.get(option.get("id"), option.get("label"))} for option in options]


def _only(table: dict[str, Any], allowed: frozenset[str], where: str) -> None:
    if unknown := table.keys() - allowed:
        raise BadScript(f"{where}: a translation holds words only, not {', '.join(sorted(unknown))}")
