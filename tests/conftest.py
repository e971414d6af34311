"""The cast. They all belong to Homes for Aldermere, but for Cleo, who is a stranger.

Lena leads the programme; Rosa is its recognition admin, Amir its recognition approver; Adele is an
administrator. Sam is its safeguarding lead and Iris its information rights officer. Georgina is of
a private office, whose signatory a test gives her. Pat is Kitchen's partner coordinator. Ben gives
support and has an account.
"""

from itertools import count
from threading import Event

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as trying

from tests import make
from tests.browser.chromium import (  # noqa: F401
    browser,
    browser_type_launch_args,
    pytest_addoption,
    pytest_collection_modifyitems,
)
from tests.mail_server import MailServer

# How long an example takes says how busy the machine is, and nothing about our code.
trying.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
trying.load_profile("ours")


@pytest.fixture
def programme(db):
    return make.programme()


@pytest.fixture
def lena(programme):
    return make.user("Lena", role="programme_lead", programme=programme)


@pytest.fixture
def rosa(programme):
    return make.user("Rosa", role="recognition_admin", programme=programme)


@pytest.fixture
def amir(programme):
    return make.user("Amir", role="recognition_approver", programme=programme)


@pytest.fixture
def adele(programme):
    return make.user("Adele", role="administrator", programme=programme)


@pytest.fixture
def sam(programme):
    return make.user("Sam", role="safeguarding_lead", programme=programme)


@pytest.fixture
def iris(programme):
    return make.user("Iris", role="info_rights_officer", programme=programme)


@pytest.fixture
def georgina(programme):
    return make.user("Georgina", role="private_office", programme=programme)


@pytest.fixture
def kitchen(db):
    return make.organisation("Aldermere Community Kitchen")


@pytest.fixture
def pat(kitchen):
    user = make.user("Pat")
    make.contributor("Pat", user=user, organisation=kitchen, coordinates=True)
    return user


@pytest.fixture
def ben(db):
    user = make.user("Ben")
    make.contributor("Ben", user=user)
    return user


@pytest.fixture
def cleo(db):
    return make.user("Cleo")


@pytest.fixture
def as_(client):
    """Browse as somebody: as_(lena).get(url); as_(None) is the public."""

    def sign_in(user):
        if user is None:
            client.logout()
        else:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def mail_server(settings):
    """A mail server that the site now sends through; see tests/mail_server.py."""
    server = MailServer()
    settings.EMAIL_BACKEND = "coalition.delivery.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
    yield server
    server.close()


@pytest.fixture
def held(monkeypatch):
    """held(Model): its first save waits; returns two events, that it is held and to let it go."""
    is_held, let_go, calls = Event(), Event(), count()

    def hold(model):
        save = model.save

        def held_save(self, *args, **kwargs):
            if next(calls) == 0:
                is_held.set()
                let_go.wait(10)
            save(self, *args, **kwargs)

        monkeypatch.setattr(model, "save", held_save)
        return is_held, let_go

    return hold
