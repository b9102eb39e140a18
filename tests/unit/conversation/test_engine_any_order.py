"""What holds for every script, whatever a person does with it and in whatever order."""

from dataclasses import replace
from itertools import permutations, product
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from flows.conversation import definitions
from flows.conversation.checks import Problem
from flows.conversation.definitions import read_script
from flows.conversation.engine import ON_ENTRIES, Act, Reply, advance, path, set_aside
from flows.conversation.script import Value
from flows.conversation.state import Conversation, Outcome, Source, Status
from tests.unit.conversation.scripts import FILE, FITTING, fresh
from tests.unit.conversation.strategies import answers, script_files, wrong_answers

# Acts that take hold at most once: the question they belong to has another turn afterwards, or none.
_ONCE = {Act.ANSWER, Act.SKIP, Act.BACK, Act.STOP}

ANOTHER_MESSAGE = Source("D1", "99999.9")

_CHANCE = st.randoms(use_true_random=True)
# How often each is done, by even chance; drawn values crowd at few of them. Who is through begins anew or edits.
_OFTEN = [*[Act.ANSWER] * 8, *[Act.BACK] * 4, *[Act.EDIT] * 6, *[Act.SKIP] * 2, *[Act.HIDE] * 3, Act.LATER, Act.STOP]


class AnyOrder(RuleBasedStateMachine):
    """One person and one conversation; `said`, `hidden`, `gone` and `done` are what they would remember of it.

    `typed` says in which message they typed an answer; what was pressed is in none.
    """

    @initialize(text=script_files(), short=st.booleans(), recalled=st.booleans(), chance=_CHANCE)
    def open(self, text: str, short: bool, recalled: bool, chance: Random) -> None:
        self.chance = chance
        self.script = read_script(definitions.Source(FILE, text))
        self.memories = {step_id: "C0" for step_id, each in self.script.steps.items() if each.recall and recalled}
        self.short = short and self.script.short_minutes is not None
        self._begins()

    @rule(data=st.data())
    def reply(self, data: st.DataObject) -> None:
        act = self.chance.choice(_OFTEN)
        if act is Act.EDIT:
            self._edits(data)
        elif act is Act.HIDE:
            self._takes_away()
        elif self.now.at is None:
            self._begins()
        elif act is Act.ANSWER:
            value = data.draw(answers(self.script.steps[self.at]))
            self._takes(replace(self._reply(Act.ANSWER, value), source=self._new_message()))
        elif act is Act.SKIP:
            self._skips()
        elif act is Act.BACK:
            self._goes_back()
        else:
            self._takes(self._reply(act))

    @precondition(lambda self: self._questions())
    @rule(data=st.data())
    def reply_wrongly(self, data: st.DataObject) -> None:
        step = data.draw(st.sampled_from(self._questions()))
        self._refuses(Reply(Act.EDIT, step, value=data.draw(wrong_answers(self.script.steps[step]))))
        if self.now.at is not None:
            self._refuses(self._reply(Act.ANSWER, data.draw(wrong_answers(self.script.steps[self.at]))))

    @precondition(lambda self: self._questions())
    @rule(data=st.data())
    def look_ahead(self, data: st.DataObject) -> None:
        self._edits_and_edits_back(data)
        self._edits_in_any_order(data)
        self._keeps_answering(data)

    @invariant()
    def a_repeated_reply_changes_nothing(self) -> None:
        for reply in self.taken:
            if reply.act in _ONCE:
                self._refuses(reply)
        if self.taken:  # an older edit, or an older "later", may well be meant anew; the last one is a repeat
            assert advance(self.script, self.now, self.taken[-1]).conversation == self.now
            if self.taken[-1].act in {Act.HIDE, Act.PUT_BACK, Act.DELETE}:
                assert self._refuses(self.taken[-1]) is Problem.STALE

    @invariant()
    def a_reply_to_another_question_changes_nothing(self) -> None:
        here = {(self.now.at or self.script.first.id, turn) for turn in (None, self.now.turn - 1, self.now.turn + 1)}
        elsewhere = {(step, self.now.turn) for step in self.script.steps if step != self.now.at}
        for act, (step, turn) in product(set(Act) - ON_ENTRIES, here | elsewhere):
            self._refuses(Reply(act, step, turn, FITTING[self.script.steps[step].kind]))

    @invariant()
    def only_what_was_asked_can_be_edited(self) -> None:
        for step in self.script.steps.keys() - set(self._questions()):
            for act in ON_ENTRIES:
                reply = Reply(act, step, value=FITTING[self.script.steps[step].kind])
                assert self._refuses(reply) is Problem.STALE

    @invariant()
    def stands_on_its_path_or_is_over(self) -> None:
        if self.now.status in {Status.OPEN, Status.LATER}:
            assert self.now.at in path(self.script, self.now)
        else:
            assert self.now.at is None

    @invariant()
    def set_aside_is_off_the_path(self) -> None:
        way = set(path(self.script, self.now))
        assert not way & set_aside(self.script, self.now)
        assert set(self.now.entries) <= way | set_aside(self.script, self.now)

    @invariant()
    def nothing_said_is_lost(self) -> None:
        answered = {step: each for step, each in self.now.entries.items() if each.outcome is Outcome.ANSWERED}
        assert {step: each.value for step, each in answered.items()} == self.said
        assert {step for step, each in self.now.entries.items() if each.hidden} == self.hidden
        assert {step for step, each in self.now.entries.items() if each.outcome is Outcome.DELETED} == self.gone
        assert {step: each.source for step, each in answered.items()} == {step: self.typed[step] for step in answered}
        assert all(each.value == Value() for step, each in self.now.entries.items() if step not in answered)
        assert self.done == self.now.entries.keys()

    @property
    def at(self) -> str:
        """The step that is asked now."""
        assert self.now.at is not None
        return self.now.at

    def _begins(self) -> None:
        self.now = fresh(self.script, short=self.short, recalls=self.memories)
        self.said: dict[str, Value] = {}
        self.done: set[str] = set()
        self.hidden: set[str] = set()
        self.gone: set[str] = set()
        self.typed: dict[str, Source | None] = {}
        self.taken: list[Reply] = []

    def _skips(self) -> None:
        if self.script.steps[self.at].required and self.at not in self.done:
            assert self._refuses(self._reply(Act.SKIP)) is Problem.REQUIRED
        else:
            self._takes(self._reply(Act.SKIP))

    def _goes_back(self) -> None:
        before = path(self.script, self.now)
        questions = [each for each in before[: before.index(self.at)] if not self.script.steps[each].silent]
        if questions:
            self._takes(self._reply(Act.BACK))
            assert self.now.at == questions[-1]
        else:
            assert self._refuses(self._reply(Act.BACK)) is Problem.NOTHING_BEFORE

    def _takes_away(self) -> None:
        """Hides an answer, or does with a hidden one what can be done with it; by its message, where it has one."""
        if self.said:
            step = self.chance.choice(sorted(self.said))
            acts = [Act.PUT_BACK, Act.DELETE] if step in self.hidden else [Act.HIDE, Act.HIDE, Act.DELETE]
            act, before = self.chance.choice(acts), self.now
            assert self._refuses(Reply(act, step, source=ANOTHER_MESSAGE)) is Problem.STALE
            self._takes(Reply(act, step, source=self.chance.choice([None, self.typed[step]])))
            assert path(self.script, self.now) == path(self.script, before)
            assert set_aside(self.script, self.now) == set_aside(self.script, before)
            assert (self.now.at, self.now.turn, self.now.status) == (before.at, before.turn, before.status)

    def _edits(self, data: st.DataObject) -> None:
        """Changes an answer where it was typed, or in a form, or gives it anew in another message."""
        if not self._questions():
            return
        step = self.chance.choice(self._questions())
        before, typed = self.now, self.typed.get(step)
        changed = replace(typed, edit=f"{len(self.taken)}.5") if typed else None
        source = self.chance.choice([None, changed, changed, self._new_message()])
        self._takes(Reply(Act.EDIT, step, value=data.draw(answers(self.script.steps[step])), source=source))
        if before.at != step:
            self._stays_where_it_can(before)

    def _stays_where_it_can(self, before: Conversation) -> None:
        """What happens to another answer leaves the open question alone, unless it leads around it."""
        if before.at in path(self.script, self.now) or before.status is Status.STOPPED:
            assert (self.now.at, self.now.turn, self.now.status) == (before.at, before.turn, before.status)

    def _edits_and_edits_back(self, data: st.DataObject) -> None:
        """Nothing is lost on the way. What was hidden is shown: who writes an answer anew means it to be there."""
        for step, said in self.said.items():
            there = self._after(self.now, Reply(Act.EDIT, step, value=data.draw(answers(self.script.steps[step]))))
            back = self._after(there, Reply(Act.EDIT, step, value=said))
            assert path(self.script, back) == path(self.script, self.now)
            assert back.entries == {**self.now.entries, step: replace(self.now.entries[step], hidden=False)}

    def _new_message(self) -> Source | None:
        """Where the next answer stands: a message of its own, or none."""
        return self.chance.choice([None, Source("D1", f"{len(self.taken)}.1")])

    def _edits_in_any_order(self, data: st.DataObject) -> None:
        steps = data.draw(st.lists(st.sampled_from(self._questions()), max_size=3, unique=True))
        edits = [Reply(Act.EDIT, each, value=data.draw(answers(self.script.steps[each]))) for each in steps]
        ends = [self._after(self.now, *order) for order in permutations(edits)]
        assert len({(path(self.script, end), set_aside(self.script, end)) for end in ends}) == 1
        assert all(end.entries == ends[0].entries for end in ends)
        if self.now.at not in self.done:  # who went back to a question stays there only if no edit led around it
            assert len({end.at for end in ends}) == 1

    def _keeps_answering(self, data: st.DataObject) -> None:
        conversation, given = self.now, 0
        while conversation.at is not None and given < len(self.script.steps):
            value = data.draw(answers(self.script.steps[conversation.at]))
            conversation = self._after(conversation, Reply(Act.ANSWER, conversation.at, conversation.turn, value))
            given += 1
        assert conversation.is_over

    def _questions(self) -> list[str]:
        return [each for each in self.script.steps if each in self.done and not self.script.steps[each].silent]

    def _reply(self, act: Act, value: Value | None = None) -> Reply:
        return Reply(act, self.at, self.now.turn, value)

    def _after(self, conversation: Conversation, *replies: Reply) -> Conversation:
        for reply in replies:
            turn = advance(self.script, conversation, reply)
            assert turn.problem is None
            conversation = turn.conversation
        return conversation

    def _refuses(self, reply: Reply) -> Problem:
        turn = advance(self.script, self.now, reply)
        assert turn.problem is not None
        assert turn.conversation is self.now
        return turn.problem

    def _takes(self, reply: Reply) -> None:
        before, self.now = self.now, self._after(self.now, reply)
        self.taken.append(reply)
        self._remember(reply)
        self._asks_only_what_is_new(before, reply)

    def _remember(self, reply: Reply) -> None:
        if reply.act in {Act.ANSWER, Act.SKIP, Act.EDIT}:
            self.done.add(reply.step)
        if reply.act in {Act.ANSWER, Act.EDIT} and not self.script.steps[reply.step].silent:
            self._remember_answer(reply)
        if reply.act is Act.HIDE:
            self.hidden.add(reply.step)
        if reply.act in {Act.PUT_BACK, Act.DELETE}:
            self.hidden.discard(reply.step)
        if reply.act is Act.DELETE:
            self.gone.add(reply.step)
            del self.said[reply.step]

    def _remember_answer(self, reply: Reply) -> None:
        """A change of the very message that was deleted came late: it was made before, so the answer stays hidden."""
        assert reply.value is not None
        before = self.typed.get(reply.step) if reply.step in self.said else None
        if not (before and reply.source and before.message == reply.source.message):
            self.hidden.discard(reply.step)
        self.said[reply.step] = reply.value
        self.typed[reply.step] = reply.source or (before if reply.act is Act.EDIT else None)
        self.gone.discard(reply.step)

    def _asks_only_what_is_new(self, before: Conversation, reply: Reply) -> None:
        moved = self.now.at is not None and self.now.at != before.at
        assert self.now.turn == before.turn + moved
        assert not moved or reply.act is Act.BACK or self.now.at not in self.done


# The same examples every time: a change that breaks nothing must not fail by the luck of the draw.
AnyOrder.TestCase.settings = settings(max_examples=140, stateful_step_count=40, derandomize=True, deadline=None)
TestAnyOrder = AnyOrder.TestCase
