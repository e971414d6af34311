"""Every relation and every column is named by the rules of merging."""

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey

from coalition.merging.fields import COLUMNS
from coalition.merging.relations import How, relations
from coalition.models import Contributor, Organisation


def pointing():
    """Every foreign key to an organisation or a person, and every key to anything at all."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = getattr(field, "remote_field", None)
            to = target.model if target and getattr(field, "concrete", False) else None
            if isinstance(field, GenericForeignKey) or (
                to in (Organisation, Contributor) and not field.many_to_many
            ):
                yield f"{model._meta.label_lower}.{field.name}"


def test_org2_every_relation_is_moved_kept_or_combined_by_a_rule():
    """A new foreign key, many-to-many table or generic relation fails here until it is named."""
    named = [relation.path for relation in relations()]

    assert sorted(named) == sorted(set(named))
    assert sorted(named) == sorted(pointing())


def test_what_stays_says_why_and_what_combines_says_how():
    for relation in relations():
        if relation.how != How.MOVE:
            assert relation.why, relation.path
        assert bool(relation.combine) == (relation.how == How.COMBINE), relation.path


def test_every_column_is_chosen_or_the_strictest_or_its_own():
    for model, columns in COLUMNS.items():
        named = [name for group in columns.chosen for name in group]
        named += [*columns.strictest, *columns.own]
        assert sorted(named) == sorted(field.name for field in model._meta.concrete_fields)
