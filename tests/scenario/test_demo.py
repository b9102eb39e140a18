"""The demo: what a newcomer finds when it says that it is ready, and a clock that everybody follows."""

import asyncio
from datetime import timedelta

import aiohttp

from bot.demo import opened
from sandbox.records import Message
from tests.scenario.world import labels


async def test_it_is_a_workspace_in_use_whose_clock_the_bot_follows() -> None:
    async with opened(0) as (sandbox, base_url):
        bot = sandbox.app.bot_user_id
        people = {name: sandbox.act_as(name) for name in ("Ana", "Ben", "Chloe")}

        def heard(name: str) -> list[Message]:
            return [message for message in people[name].dm_messages() if message.user_id == bot]

        async with aiohttp.ClientSession() as session, session.get(base_url) as page:
            assert page.status == 200
            assert "Cairn" in await page.text()
        [welcome] = heard("Ana")
        assert labels(welcome) == ["Set up (1 minute)", "Who sees what", "Not now"]
        assert "Weekly reflection" in heard("Ben")[-1].text
        assert labels(heard("Chloe")[-1]) == ["Show what I wrote", "Take back", "Share…"]

        await people["Ana"].dm("wins")
        await sandbox.until(lambda: len(heard("Ana")) == 2, seconds=20)
        async with aiohttp.ClientSession() as session:
            ahead = {"seconds": timedelta(minutes=40).total_seconds()}
            async with session.post(f"{base_url}/control/clock/step", json=ahead) as stepped:
                assert stepped.status == 200
        await asyncio.sleep(1)  # the bot is told in another process, in milliseconds
        await people["Ana"].dm("The handover is done.")
        await sandbox.until(lambda: "Is this your answer?" in heard("Ana")[-1].text, seconds=20)
