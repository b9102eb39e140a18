"""The one loose type of the sandbox: an object as JSON carries it."""

from typing import Any

Json = dict[str, Any]
