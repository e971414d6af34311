"""What points to organisations and people within coalition, and where it goes in a merge."""

from django.db.models import Q

from coalition.merging import families, holds, households, preferences
from coalition.merging.affiliations import combine as combine_affiliations
from coalition.merging.relations import How, Relation
from coalition.models import Mail

ARE_HISTORY = "stay as they were written"

RELATIONS = [
    Relation(
        "coalition.organisation.merged_into",
        How.MOVE,
        ("organisation merged into it before", "organisations merged into it before"),
    ),
    Relation(
        "coalition.contributor.merged_into",
        How.MOVE,
        ("person merged into this one before", "people merged into this one before"),
    ),
    Relation(
        "coalition.organisationidentifier.organisation",
        How.MOVE,
        ("register number", "register numbers"),
    ),
    Relation(
        "coalition.affiliation.organisation",
        How.COMBINE,
        ("person’s place there", "people’s places there"),
        why="a person with a place in both gets one that spans both",
        combine=combine_affiliations,
    ),
    Relation(
        "coalition.affiliation.contributor",
        How.COMBINE,
        ("place in an organisation", "places in organisations"),
        why="two places in one organisation at the same time become one",
        combine=combine_affiliations,
    ),
    Relation(
        "coalition.organisation_areas.organisation",
        How.COMBINE,
        ("area", "areas"),
        why="the one that stays works in the areas of both",
        combine=families.combine_areas,
    ),
    Relation(
        "coalition.organisation.parent",
        How.COMBINE,
        ("organisation that is a part of it", "organisations that are parts of it"),
        why="become parts of the one that stays",
        combine=families.combine_branches,
    ),
    Relation(
        "coalition.organisationsuccession.predecessor",
        How.COMBINE,
        ("successor", "successors"),
        why="stays with the merged one only where it tells of these two",
        combine=families.combine_successions,
    ),
    Relation(
        "coalition.organisationsuccession.successor",
        How.COMBINE,
        ("predecessor", "predecessors"),
        why="stays with the merged one only where it tells of these two",
        combine=families.combine_successions,
    ),
    Relation(
        "coalition.organisationsector.organisation",
        How.KEEP,
        ("time in a sector", "times in sectors"),
        why="stay on record; from now on the one that stays counts in its own sector",
    ),
    Relation("coalition.hold.organisation", How.MOVE, ("hold", "holds"), share=holds.share),
    Relation("coalition.hold.contributor", How.MOVE, ("hold", "holds"), share=holds.share),
    Relation(
        "coalition.preference.organisation",
        How.COMBINE,
        ("answer on how to thank", "answers on how to thank"),
        why="what either allows less counts",
        combine=preferences.combine,
        share=preferences.share,
    ),
    Relation(
        "coalition.preference.contributor",
        How.COMBINE,
        ("answer on how to be thanked", "answers on how to be thanked"),
        why="what either allows less counts",
        combine=preferences.combine,
        share=preferences.share,
    ),
    Relation(
        "coalition.spelling.contributor",
        How.KEEP,
        ("spelling for envelopes", "spellings for envelopes"),
        why="stays with the name that was spelt; where the other's needs one, somebody is asked",
    ),
    Relation(
        "coalition.householdmember.contributor",
        How.COMBINE,
        ("place in a household", "places in households"),
        why="two places in one household become one",
        combine=households.combine,
        clashes=households.two_homes,
    ),
    Relation("coalition.offer.organisation", How.MOVE, ("offer", "offers")),
    Relation("coalition.offer.contributor", How.MOVE, ("offer", "offers")),
    Relation("coalition.need.organisation", How.MOVE, ("need", "needs")),
    Relation(
        "coalition.redirect.organisation",
        How.KEEP,
        ("offer that was to go on to it", "offers that were to go on to it"),
        why="stay as they were: somebody agreed to this one, by its name",
    ),
    # A message on its way is asked again, before it goes, whether we may write to the person.
    Relation(
        "coalition.mail.concerns",
        How.MOVE,
        ("message that waits", "messages that wait"),
        only=~Q(status=Mail.Status.SENT),
    ),
    Relation(
        "coalition.journalentry.concerns",
        How.KEEP,
        ("entry in the journal", "entries in the journal"),
        why=ARE_HISTORY,
    ),
    Relation(
        "coalition.journalentry.subject",
        How.KEEP,
        ("entry in the journal", "entries in the journal"),
        why=ARE_HISTORY,
    ),
    *(
        Relation(
            f"coalition.likelydouble.{side}_{kind}",
            How.KEEP,
            (
                "answer that it is not the same as another",
                "answers that it is not the same as another",
            ),
            why="count for the one that stays",
            only=Q(told_apart_at__isnull=False),
        )
        for side in ("first", "second")
        for kind in ("organisation", "contributor")
    ),
    *(
        Relation(
            f"coalition.merge.{part}_{kind}",
            How.KEEP,
            ("earlier merge", "earlier merges"),
            why="stay on record as they were",
        )
        for part in ("kept", "merged")
        for kind in ("organisation", "contributor")
    ),
]
