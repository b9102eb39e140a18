"""The workspace that everybody starts with: Northwind, its people and two channels."""

from sandbox.clock import Clock
from sandbox.workspace import Workspace


def northwind(clock: Clock) -> Workspace:
    """Three leaders, two who coach (one of them a guest), three peers, a sponsor, who runs the programme, and others.

    The others are a guest who has nothing to do with it, and somebody who has left.
    """
    workspace = Workspace(clock, name="Northwind", domain="northwind")
    add = workspace.add_person
    leaders = [
        add("Ana", "Ana Ruiz", tz="Europe/Madrid", locale="es-ES", title="Leader, operations"),
        add("Ben", "Ben Okafor", tz="Europe/London", locale="en-GB", title="Leader, engineering"),
        add("Chloe", "Chloe Tan", tz="Asia/Singapore", locale="en-SG", title="Leader, sales"),
    ]
    coach = add("Dana", "Dana Weiss", tz="Europe/Berlin", locale="en-GB", title="Coach")
    peers = [
        add("Emil", "Emil Lindqvist", tz="Europe/Stockholm", title="Peer, operations"),
        add("Farah", "Farah Haddad", tz="Asia/Beirut", title="Peer, engineering"),
        add("Gus", "Gus Moreau", tz="America/New_York", title="Peer, sales"),
    ]
    add("Hana", "Hana Kim", tz="Asia/Seoul", title="Guest, agency", is_restricted=True)
    add("Ivo", "Ivo Petrov", tz="Europe/Sofia", title="Left the company", deleted=True)
    add("Jonas", "Jonas Brandt", tz="Europe/Vienna", locale="de-DE", title="Coach, from outside", is_restricted=True)
    sponsor = add("Karin", "Karin Holm", tz="Europe/Copenhagen", title="Sponsor, board")
    runs_it = add("Mila", "Mila Novak", tz="Europe/Prague", locale="en-GB", title="Runs the programme", is_owner=True)
    everyone = [person.id for person in (*leaders, coach, *peers, sponsor, runs_it)]
    workspace.add_channel("general", everyone)
    workspace.add_channel("leadership", [person.id for person in (*leaders, coach)])
    return workspace
