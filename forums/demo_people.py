"""The people of the demo world, by their mailbox."""

from coalition.actions import contributors
from coalition.models import Contributor, User


def person(mailbox: str) -> User:
    """Their account; people without one get one that nobody can sign in to."""
    email = f"{mailbox}@aldermere.example"
    known = User.objects.filter(email=email).first()
    if known is not None:
        return known
    who = Contributor.objects.get(email=email)
    user = User.objects.create_user(email, None, name=who.letter_name)
    contributors.link_account(user=user, email=email)
    return user
