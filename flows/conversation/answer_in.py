"""Chat or form: which one holds for a conversation. Pure.

Whoever has the stronger say comes first: the script, which may hold questions that want room; the workspace, which may
not want answers in its messages; then the person, for this conversation or in general.
"""

from dataclasses import dataclass

from flows.people import AnswerIn


@dataclass(frozen=True, slots=True)
class Choices:
    """What everybody concerned has chosen. None: they leave it to the others."""

    script: AnswerIn | None = None
    workspace: AnswerIn = AnswerIn.CHAT
    conversation: AnswerIn | None = None
    person: AnswerIn | None = None

    @property
    def form_required(self) -> bool:
        """Whether there is nothing to choose: the script or the workspace requires the form."""
        return AnswerIn.FORM in {self.script, self.workspace}

    @property
    def held(self) -> AnswerIn:
        """Where this conversation is answered."""
        if self.form_required:
            return AnswerIn.FORM
        return self.conversation or self.person or self.workspace

    @property
    def in_form(self) -> bool:
        """Whether this conversation is answered in the form."""
        return self.held is AnswerIn.FORM
