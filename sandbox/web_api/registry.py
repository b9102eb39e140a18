"""Every method the sandbox models; any other is refused by name."""

from sandbox.web_api import auth, chat, conversations, reactions, users, views
from sandbox.web_api.method import Method

METHODS: dict[str, Method] = {
    method.name: method for family in (auth, chat, conversations, reactions, users, views) for method in family.METHODS
}
