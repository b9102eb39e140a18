"""How large something is, roughly and at once: exact sizes are worked out only where it comes close to a limit."""

import marshal
from typing import Any

# One character of a text is one byte at least; written as JSON it is six times its bytes at most.
LONGEST_ESCAPE = 6
# The newest version that writes the same text out every time it occurs, as JSON does.
_EVERY_TIME = 2


def quick_size(value: Any) -> int:
    """A size that is never below the number of characters in the texts of a JSON value."""
    return len(marshal.dumps(value, _EVERY_TIME))
