"""People of the demo world who were asked together."""

from coalition.models import Sector, User
from forums.actions import group_invitations, seats
from forums.asking import Somebody
from forums.models import Forum


def build(forum: Forum, lena: User) -> None:
    """A list whose rows come to different ends."""
    seats.add(
        forum=forum,
        title="Lifts after dark",
        kind="member",
        voting=True,
        sector=Sector.BUSINESS,
        by=lena,
    )
    why = "You are still on the road when the last ward closes its doors."
    wrong = "Enter an email address in the correct format, like name@example.org"
    group_invitations.ask(
        forum=forum,
        people=[
            Somebody("Owen Price", "owen@southgate-cars.example", why=why),
            Somebody("Kofi Asante", "kofi@aldermere.example", why=why),
            Somebody("Moira Ellis", "moira at harbour homes", "Harbour Homes", problem=wrong),
        ],
        time_asked="One afternoon every second week",
        expenses="Travel and childcare at cost",
        by=lena,
    )
