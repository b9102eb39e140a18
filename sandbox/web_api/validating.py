"""Let an app ask what would be refused, without sending it."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.checks.blocks import message_block_problems
from sandbox.checks.views import view_problems
from sandbox.json_object import Json
from sandbox.rates import Tier
from sandbox.refusal import Refusal, invalid_arguments
from sandbox.schemas.problem import Problem
from sandbox.web_api.method import Call, Method


def validate(call: Call) -> Json:
    """Say whether blocks, a message or a view would be taken, and what is wrong with them."""
    given = [name for name in _CHECKS if call.given(name) is not None]
    if len(given) != 1:
        raise invalid_arguments("must provide exactly one of: blocks, message, view")
    problems = _CHECKS[given[0]](call.given(given[0]))
    if problems:
        raise Refusal(f"invalid_{given[0]}", errors=[_error(each) for each in problems])
    return {}


def _error(problem: Problem) -> Json:
    return {"pointer": problem.pointer, "code": "failed_constraint", "message": problem.message}


def _blocks(value: Any) -> list[Problem]:
    return message_block_problems(value, "")


def _message(value: Any) -> list[Problem]:
    if not isinstance(value, dict):
        return [Problem("must be an object", "")]
    return message_block_problems(value.get("blocks", []), "/blocks")


def _view(value: Any) -> list[Problem]:
    if not isinstance(value, dict):
        return [Problem("must be an object", "")]
    found = view_problems(value, ("modal", "home"))
    return [Problem(each.message, each.pointer.removeprefix("/view")) for each in found]


_CHECKS: Mapping[str, Callable[[Any], list[Problem]]] = {"blocks": _blocks, "message": _message, "view": _view}
METHODS = (Method("blocks.validate", validate, takes=set(_CHECKS), tier=Tier.SPECIAL),)
