"""What this app shows on the dashboard and in the navigation."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from coalition.models import Programme, RoleGrant, User
from coalition.panels import SHOWN, NavItem, Panel, Task
from coalition.permissions import holds
from recognition.lateness import TOO_LATE_DAYS
from recognition.models import (
    Acknowledgement,
    Approval,
    Campaign,
    ContributionEvent,
    DeliveryAttempt,
    Halt,
    Letter,
    Regret,
    TemplateVersion,
)
from recognition.models.mandate import asks_for_mandate
from recognition.permissions import (
    can_halt_letters,
    can_lift_halt,
    can_prepare_thanks,
    can_see_thanks,
    is_private_office,
)


def thanks_nav(user: User) -> NavItem | None:
    """The ledger for those who run it; for everybody else the letters that they were sent."""
    if can_see_thanks(user):
        return NavItem("Thanks", reverse("recognition:event_list"), "thanks")
    if is_private_office(user):
        return NavItem("Letters", reverse("recognition:office"), "thanks")
    return NavItem("Letters to you", reverse("recognition:my_letter_list"), "my_letters")


def campaigns_to_approve(user: User) -> Panel | None:
    """Letters that somebody else prepared and that wait for this person's yes or no (P1)."""
    if not holds(user, *Approval.ROLES.values()):
        return None
    waiting = Campaign.objects.to_approve_by(user)
    count = waiting.count()
    if not count:
        return None
    tasks = tuple(
        Task(
            f"Approve letters: {campaign}",
            reverse("recognition:campaign_approve", args=[campaign.pk]),
            (f"Prepared by {campaign.author}", f"Signed by {campaign.signed_by}"),
            None,
            "stamp",
        )
        for campaign in waiting.select_related("author", "signatory", "second_signatory").order_by(
            "frozen_at"
        )[:SHOWN]
    )
    return Panel("Letters to approve", tasks, True, reverse("recognition:campaign_list"), count)


def late_thanks_to_decide(user: User) -> Panel | None:
    """More than a year late: the programme lead says whether a letter still goes (AKN-3)."""
    led = Programme.objects.with_role(user, RoleGrant.Role.PROGRAMME_LEAD)
    waiting = ContributionEvent.objects.late_beyond_letters(TOO_LATE_DAYS)
    rows = waiting.filter(programme__in=led).with_people().order_by("due_on", "pk")
    tasks = tuple(
        Task(
            f"Decide whether {event.contributor.letter_name} still gets a letter",
            reverse("recognition:event_late", args=[event.pk]),
            (event.what_they_did,),
            event.due_on,
            "circle-alert",
        )
        for event in rows[:SHOWN]
    )
    return Panel("Thanks more than a year late", tasks, True) if tasks else None


def words_to_approve(user: User) -> Panel | None:
    """Templates that somebody else wrote, and that wait for this person's yes (P1)."""
    if not holds(user, RoleGrant.Role.RECOGNITION_APPROVER):
        return None
    waiting = TemplateVersion.objects.to_approve_by(user).select_related("template", "written_by")
    tasks = tuple(
        Task(
            f"Read the words of a letter: {version}",
            version.template.get_absolute_url(),
            (f"Written by {version.written_by}",),
            None,
            "stamp",
        )
        for version in waiting.order_by("review_asked_at")[:SHOWN]
    )
    return Panel("Words to approve", tasks, True) if tasks else None


def mandates_to_give(user: User) -> Panel | None:
    """Letters in the name of somebody whom this person looks after, that wait for their yes."""
    if not is_private_office(user):
        return None
    asking = asks_for_mandate(user)
    count = asking.count()
    if not count:
        return None
    rows = asking.select_related("author", "signatory", "second_signatory").order_by("frozen_at")
    tasks = tuple(
        Task(
            f"Give a mandate for letters, or not: {campaign}",
            campaign.get_absolute_url(),
            (f"Prepared by {campaign.author}", f"Signed by {campaign.signed_by}"),
            None,
            "signature",
        )
        for campaign in rows[:SHOWN]
    )
    return Panel("Asked for your mandate", tasks, True, reverse("recognition:office"), count)


def letters_stopped(user: User) -> Panel | None:
    """Programmes whose letters are all stopped, for who may let them go again."""
    if not can_halt_letters(user):
        return None
    halts = Halt.objects.visible_to(user).in_force().select_related("programme", "halted_by")
    tasks = tuple(
        Task(
            f"All letters of {halt.programme} are stopped: let them go again?",
            reverse("recognition:halt_lift", args=[halt.pk]),
            (f"Stopped by {halt.halted_by}",),
            None,
            "mail-warning",
        )
        for halt in halts.order_by("pk")[:SHOWN]
        if can_lift_halt(user, halt)
    )
    if not tasks:
        return None
    return Panel("All letters stopped", tasks, True, reverse("recognition:campaign_list"))


def letters_that_do_not_add_up(user: User) -> Panel | None:
    """Campaigns of which a letter is not accounted for: never to happen, and to be seen if so."""
    if not can_see_thanks(user):
        return None
    wrong = Campaign.objects.visible_to(user).exclude(does_not_add_up="").order_by("pk")
    tasks = tuple(
        Task(
            f"Find out why this does not add up: {campaign}",
            campaign.get_absolute_url(),
            (campaign.does_not_add_up,),
            None,
            "triangle-alert",
        )
        for campaign in wrong[:SHOWN]
    )
    if not tasks:
        return None
    return Panel("Letters that do not add up", tasks, True, reverse("recognition:campaign_list"))


def letters_needing_a_person(user: User) -> Panel | None:
    """Campaigns on their way in which letters stopped."""
    if not can_prepare_thanks(user):
        return None
    stopped = Letter.objects.needing_a_person().filter(campaign=OuterRef("pk"))
    campaigns = Campaign.objects.visible_to(user).filter(Exists(stopped)).order_by("released_at")
    tasks = tuple(
        Task(
            f"See to letters that stopped: {campaign}",
            reverse("recognition:campaign_progress", args=[campaign.pk]),
            (campaign.get_status_display(),),
            None,
            "mail-warning",
        )
        for campaign in campaigns[:SHOWN]
    )
    if not tasks:
        return None
    return Panel("Letters that stopped", tasks, True, reverse("recognition:campaign_list"))


def apologies_owed(user: User) -> Panel | None:
    """Letters that were wrong, for which this person apologises (REG-1)."""
    owed = Regret.objects.visible_to(user).to_apologise().filter(owner=user)
    tasks = tuple(
        Task(
            f"Apologise to {regret.letter.letter_name}",
            reverse("recognition:regret_apologise", args=[regret.pk]),
            (regret.get_kind_display(),),
            regret.due_on,
            "mail-x",
        )
        for regret in owed.with_letters().order_by("due_on", "pk")[:SHOWN]
    )
    if not tasks:
        return None
    return Panel("Apologies owed", tasks, True, reverse("recognition:regret_list"))


def letters_that_came_back(user: User) -> Panel | None:
    """Posted letters that the post could not deliver, and at which nobody has looked (DLV-3)."""
    if not can_prepare_thanks(user):
        return None
    back = DeliveryAttempt.objects.visible_to(user).came_back().order_by("heard_at", "pk")
    tasks = tuple(
        Task(
            f"Find out why the letter to {attempt.letter.letter_name} came back",
            reverse("recognition:return_look", args=[attempt.pk]),
            (attempt.letter.campaign.name,),
            None,
            "mail-question-mark",
        )
        for attempt in back.select_related("letter__campaign")[:SHOWN]
    )
    if not tasks:
        return None
    return Panel("Letters that came back", tasks, True, reverse("recognition:return_list"))


def thanks_owed(user: User) -> Panel | None:
    """The thanks that are due first, with the day by which somebody should hear."""
    if not can_prepare_thanks(user):
        return None
    owed = ContributionEvent.objects.visible_to(user).owed().without_letter()
    count = owed.count()
    if not count:
        return None
    tasks = tuple(
        Task(
            f"Thank {event.contributor.letter_name}, who {event.what_they_did}",
            reverse("recognition:event_edit", args=[event.pk]),
            (str(event.organisation or "On their own behalf"),),
            event.due_on,
            "heart-handshake",
        )
        for event in owed.with_people().order_by("due_on", "pk")[:SHOWN]
    )
    return Panel("Thanks owed", tasks, True, reverse("recognition:event_list"), count)


def thanks_to_give(user: User) -> Panel | None:
    """Calls, notes and mentions that this person has taken on."""
    mine = Acknowledgement.objects.visible_to(user).to_give().filter(giver=user)
    tasks = tuple(
        Task(
            f"{given.get_kind_display()}: thank {given.event.contributor.letter_name}",
            given.get_absolute_url(),
            (given.event.what_they_did,),
            given.due_on,
            "heart-handshake",
        )
        for given in mine.with_events().order_by("due_on", "pk")[:SHOWN]
    )
    if not tasks:
        return None
    return Panel("Thanks that you give", tasks, True, reverse("recognition:event_list"))


def my_letters(user: User) -> Panel | None:
    """The last letters that were sent to this person."""
    letters = Letter.objects.received_by(user).with_words().order_by("-sent_at")[:SHOWN]
    tasks = tuple(
        Task(
            letter.template_version.subject,
            reverse("recognition:my_letter_detail", args=[letter.ref]),
            (f"From {letter.values['thanker_name']}",),
            None,
            "mail-open",
        )
        for letter in letters
    )
    if not tasks:
        return None
    return Panel("Letters to you", tasks, more_url=reverse("recognition:my_letter_list"))
