"""A campaign of so many letters, prepared, approved and released as people do it. Prints its id.

Run as `-m benchmarks._campaign 500`, on a database that is migrated. Each has a programme of its
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
from recognition.models import Campaign, ContributionEvent  # noqa: E402
from tests import make  # noqa: E402

AT_ONCE = 2_000


def main(letters: int) -> None:
    print(released(letters).pk)


def released(letters: int) -> Campaign:
    mark = uuid4().hex[:8]
    programme = make.programme(f"Homes for Aldermere {mark}")
    author = make.user(f"Author {mark}")
    approver = make.user(f"Approver {mark}", role="recognition_approver", programme=programme)
    return make.campaign(
        _events(letters, programme, mark),
        released=True,
        by=author,
        approver=approver,
        programme=programme,
        template_version=make.template(programme, body=_samples.TEMPLATE, by=author),
        signatory=make.signatory(programme, signature_image=_samples.SIGNATURE),
        personal_line="I still think of the evening the children taught me to count.",
    )


def _events(count: int, programme: Programme, mark: str) -> list[ContributionEvent]:
    kitchen = make.organisation(f"Aldermere Community Kitchen {mark}")
    today = timezone.localdate()
    people = Contributor.objects.bulk_create(
        [_person(number, name, mark) for number, name in enumerate(_names(count))], AT_ONCE
    )
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


if __name__ == "__main__":
    main(int(sys.argv[1]))
