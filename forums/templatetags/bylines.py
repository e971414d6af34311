"""How pages of a forum show whoever wrote something."""

from django import template

from forums.models import Membership
from forums.naming import Byline, byline
from forums.permissions import Place

register = template.Library()


@register.filter
def seen_by(author: Membership, here: Place) -> Byline:
    """As the reader in that place is shown them: {% with by=post.author|seen_by:here %}."""
    return byline(author, here.forum, here.user)
