"""A campaign of so many letters, prepared, approved and released as people do it. Prints its id.

Run as `-m benchmarks._campaign 500 100`, on a database that is migrated: 100 of them have no email
address, so that their letters go by post. Each has a programme of its
own, people with names of several languages, and the words that `dev bench letters` typesets.
"""

import sys
from itertools import cycle, islice
from uuid import uuid4

import django

django.setup()

from django.utils import timezone  # noqa: E402 - models want a Django that is set up

from benchmarks import _samples  # noqa: E402
from coalition.models import Contributor, Programme  # noqa: E402
from coalition.models.double import Uncompared  # noqa: E402
from recognition.models import Campaign, ContributionEvent  # noqa: E402
from tests import make  # noqa: E402

AT_ONCE = 2_000


def main(letters: int, posted: int = 0) -> None:
    print(released(letters, posted).pk)


def released(letters: int, posted: int = 0) -> Campaign:
    mark = uuid4().hex[:8]
    programme = make.programme(f"Homes for Aldermere {mark}")
    author = make.user(f"Author {mark}")
    approver = make.user(f"Approver {mark}", role="recognition_approver", programme=programme)
    return make.campaign(
        _events(letters, posted, programme, mark),
        released=True,
        by=author,
        approver=approver,
        programme=programme,
        template_version=make.template(programme, body=_samples.TEMPLATE, by=author),
        signatory=make.signatory(programme, signature_image=_samples.SIGNATURE),
        personal_line="I still think of the evening the children taught me to count.",
    )


def _events(count: int, posted: int, programme: Programme, mark: str) -> list[ContributionEvent]:
    kitchen = make.organisation(f"Aldermere Community Kitchen {mark}")
    today = timezone.localdate()
    people = Contributor.objects.bulk_create(
        [_person(number, name, mark) for number, name in enumerate(_names(count - posted))]
        + [_posted(number) for number in range(posted)],
        AT_ONCE,
    )
    # Nobody is looked for among the others any more: they are known for long.
    Uncompared.objects.all().delete()
    deeds = cycle(_samples.DEEDS)
    return ContributionEvent.objects.bulk_create(
        [
            ContributionEvent(
                contributor=person,
                programme=programme,
                organisation=kitchen,
                kind=ContributionEvent.Kind.NEED_MET,
                happened_on=today,
                what_they_did=deed,
                what_it_made_possible=effect,
                due_on=today,
            )
            for person, (deed, effect) in zip(people, deeds, strict=False)
        ],
        AT_ONCE,
    )


def _names(count: int) -> islice:
    return islice(cycle(_samples.NAMES), count)


def _person(number: int, name: str, mark: str) -> Contributor:
    return Contributor(
        letter_name=name,
        salutation=name,
        email=f"person{number}@{mark}.example",
        address=f"{number} Weaver Street\nMillbrook\nAldermere\nAL9 3QT",
        name_confirmed_by=Contributor.NameSource.SELF,
        name_confirmed_at=timezone.now(),
    )


def _posted(number: int) -> Contributor:
    """The post takes Latin names only."""
    person = _person(number, "Ann Smith", "post")
    person.email = ""
    return person


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
