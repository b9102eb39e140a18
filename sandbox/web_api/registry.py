"""Every method the sandbox models; any other is refused by name."""

from sandbox.web_api import apps, auth, chat, conversations, files, reactions, users, validating, views
from sandbox.web_api.method import Method

_FAMILIES = (apps, auth, chat, conversations, files, reactions, users, validating, views)
METHODS: dict[str, Method] = {method.name: method for family in _FAMILIES for method in family.METHODS}
