"""Amounts on pages."""

from django.template import Library

from forums.authority.money import in_pounds

register = Library()
register.filter("pounds", in_pounds)
