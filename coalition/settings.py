"""Settings. One file: what differs between machines comes from the environment (.env.example)."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str | None = None) -> str:
    """Read a variable; without a default it must be set."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name}; see .env.example.")
    return value


def env_flag(name: str) -> bool:
    return env(name, "no") == "yes"


DEBUG = env_flag("DEBUG")
# The demo lists its people on the sign-in page and shows all mail: never beside real people.
DEMO = env_flag("DEMO")
SECRET_KEY = env("SECRET_KEY")
# What is sealed in the database, as signatures are: the first seals, all of them open. A site that
# has none runs, and keeps no signature.
AT_REST_KEYS = env("AT_REST_KEYS", "").split() or ([SECRET_KEY] if DEBUG or DEMO else [])
SITE_URL = env("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_NAME = "Common Ground"
# Working days after the deed by which thanks of tier 1, 2 and 3 are due.
THANKS_DUE = dict(enumerate(map(int, env("THANKS_DUE", "2,20,40").split(",")), start=1))
BADGE_KEY = env("BADGE_KEY", "")  # Ed25519, PEM; without it one follows from SECRET_KEY
SECURE = urlsplit(SITE_URL).scheme == "https"
if DEMO and SECURE:
    raise ImproperlyConfigured(
        "DEMO=yes and a public https SITE_URL exclude each other: the demo lets anyone sign in."
    )
ALLOWED_HOSTS = env("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")

# --- What the site is made of. Ours first; this is the only place that knows all our apps. ------
OUR_APPS = ["coalition", "forums", "recognition"]
DASHBOARD_PANELS = [
    "coalition.panels.offers_to_answer",
    "coalition.panels.offers_needing_news",
    "coalition.need_panels.needs_to_confirm",
    "coalition.need_panels.matches_to_answer",
    "coalition.need_panels.checks_to_see",
    "coalition.need_panels.outcomes_to_say",
    "coalition.panels.kind_nos_to_agree",
    "coalition.panels.calls_to_close",
    "coalition.care_panels.holds_to_review",
    "coalition.care_panels.holds_asked_for",
    "coalition.care_panels.envelopes_to_spell",
    "recognition.panels.apologies_owed",
    "recognition.pack_panels.sheets_to_take_out",
    "recognition.panels.letters_stopped",
    "recognition.panels.mandates_to_give",
    "recognition.panels.campaigns_to_approve",
    "recognition.panels.words_to_approve",
    "recognition.panels.letters_that_do_not_add_up",
    "recognition.panels.late_thanks_to_decide",
    "recognition.panels.letters_needing_a_person",
    "recognition.panels.letters_that_came_back",
    "forums.panels.invitations_to_answer",
    "forums.delegation_panels.delegations_to_approve",
    "forums.decision_panels.recommendations_to_answer",
    "forums.decision_panels.words_to_approve",
    "forums.decision_panels.decisions_to_finish",
    "forums.panels.scopes_to_acknowledge",
    "forums.round_panels.rounds_to_respond",
    "forums.round_panels.questions_to_answer",
    "forums.round_panels.rounds_to_decide",
    "forums.panels.scopes_to_approve",
    "forums.panels.scopes_to_look_at",
    "forums.panels.forums_at_their_end",
    "forums.interest_panels.interests_to_confirm",
    "forums.pulse_panels.pulses_to_answer",
    "forums.interest_panels.decisions_to_review",
    "forums.leaving_panels.terms_to_decide",
    "forums.leaving_panels.removals_to_confirm",
    "forums.meeting_panels.meetings_to_run",
    "forums.meeting_panels.actions_to_do",
    "forums.difference_panels.differences_to_answer",
    "forums.difference_panels.words_to_give",
    "forums.difference_panels.differences_overdue",
    "forums.delegation_panels.delegations_ending",
    "forums.delegation_panels.paper_powers",
    "recognition.panels.thanks_to_give",
    "recognition.panels.thanks_owed",
    "coalition.doubles_panel.doubles_to_look_at",
    "coalition.panels.my_offers",
    "forums.meeting_panels.my_meetings",
    "forums.panels.my_forums",
    "forums.decision_panels.decisions_to_call_in",
    "forums.delegation_panels.what_i_handed_over",
    "recognition.panels.my_letters",
]
# What a partner coordinator's own page shows of an organisation.
PARTNER_SECTIONS = [
    "coalition.partner.our_matches",
    "coalition.partner.our_needs",
    "coalition.partner.our_offers",
    "forums.partner.our_seats",
    "recognition.partner.our_contributions",
    "coalition.partner.our_people",
]
RELATED_PAGES = ["recognition.links.thanks_to"]
NAVIGATION = [
    "coalition.panels.today_nav",
    "forums.panels.forums_nav",
    "coalition.panels.offers_nav",
    "coalition.need_panels.needs_nav",
    "coalition.need_panels.partner_nav",
    "recognition.panels.thanks_nav",
    "coalition.panels.organisations_nav",
    "coalition.panels.people_nav",
    "coalition.need_panels.figures_nav",
    "coalition.care_panels.holds_nav",
    "coalition.panels.roles_nav",
]
# Whether mail of a kind, with somebody whom it concerns, may still go: (mail) -> bool, asked in the
# transaction in which it leaves.
MAIL_GATES = {"forum_digest": "forums.mail_gates.digest_is_wanted"}
# At the foot of every page, for everyone: words, and a url name.
FOOTER = [
    ("Forums, and what they are for", "forums:forum_listed"),
    ("Decision log", "forums:decision_log"),
]
# What an organisation must end or hand on before it can leave (ORG-4): see coalition/ties.py.
ORGANISATION_TIES = [
    "coalition.ties.open_offers",
    "forums.ties.seats_and_invitations",
    "forums.ties.powers_handed_over",
    "recognition.ties.undelivered_letters",
]
# What can be brought in from a spreadsheet, in the order in which it is best brought in.
IMPORT_KINDS = [
    "coalition.imports.organisations.Organisations",
    "coalition.imports.people.People",
    "coalition.imports.offers.Offers",
    "recognition.imports.Contributions",
]
# What else waits for people and stops with them, and what has gone to them (coalition/actions/
# stopping.py, coalition/gone.py): letters.
HELD_WITH_PEOPLE = ["recognition.actions.stopping.hold_letters"]
CANCELLED_WITH_PEOPLE = ["recognition.actions.stopping.cancel_letters"]
EMPTIED_WITH_PEOPLE = [
    "recognition.actions.stopping.empty_letters",
    "recognition.actions.answers.empty_words",
    "forums.actions.forgetting.empty_places",
]
GONE_TO_PEOPLE = ["recognition.gone.letters_gone"]
# What becomes of each app's rows when organisations or people are merged.
# Journal entries that can be proved: a kind, or all that begin with a word and a dot.
SEALED_KINDS = [
    *["delegation.", "reserved_matter.", "decision.", "override."],
    *["scope.approved", "campaign.approved"],
]
# What a sealed entry says of its subject, which must still be so: kind to a function of the subject
# whose answer stands in the entry as its `fingerprint`.
SEALED_FINGERPRINTS = {
    "delegation.approved": "forums.authority.record.fingerprint",
    "decision.published": "forums.authority.record.fingerprint_of_decision",
}
MERGE_RULES = [
    "coalition.merging.ours.RELATIONS",
    "forums.merging.RELATIONS",
    "recognition.merging.RELATIONS",
]
INSTALLED_APPS = [
    *OUR_APPS,
    "coalition.apps.WindowConfig",  # django.contrib.admin, read-only
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # for our own FORM_RENDERER
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_linear_migrations",  # two migrations of one parent do not merge unnoticed
    "lucide",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Private by default: a public view says @login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "coalition.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "coalition.urls"
WSGI_APPLICATION = "coalition.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coalition.context.site",
            ],
            "builtins": ["django.templatetags.static", "django_htmx.templatetags.django_htmx"],
        },
    },
]
FORM_RENDERER = "coalition.fields.FieldGroupRenderer"

# --- Where things are kept ----------------------------------------------------------------------
_database = dj_database_url.parse(
    env("DATABASE_URL", "postgresql:///coalition"),
    conn_max_age=60,
    conn_health_checks=True,
)
# A page is one of many at a time: it does not take other cores to be a little quicker itself.
_alone = {"options": "-c max_parallel_workers_per_gather=0"}
DATABASES = {
    "default": {
        **_database,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {**_alone, **_database.get("OPTIONS", {})},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, with Redis before it: a flushed or lost Redis signs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_CACHE_ALIAS = "sessions"
# Rate limits of allauth count in the database too, so that all web processes count together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
    "sessions": {
        "BACKEND": "coalition.session_cache.SessionCache",
        "LOCATION": env("REDIS_URL", "redis://127.0.0.1:6379/0"),
    },
}
# From how many letters on another person says yes to the recipients as well (CMP-3).
SECOND_APPROVAL_FROM = int(env("SECOND_APPROVAL_FROM", "100"))
LETTERS_DIR = Path(env("LETTERS_DIR", str(BASE_DIR / "var" / "letters")))
# Whether somebody else approves the words of letters before a campaign may use them.
LETTER_TEMPLATES_NEED_APPROVAL = env_flag("LETTER_TEMPLATES_NEED_APPROVAL")
ATTACHMENTS_DIR = Path(env("ATTACHMENTS_DIR", str(BASE_DIR / "var" / "attachments")))
STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Who may come in ----------------------------------------------------------------------------
AUTH_USER_MODEL = "coalition.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
    ]
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
ACCOUNT_ADAPTER = "coalition.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {"reset_password": "coalition.account_forms.ResetForm"}
ACCOUNT_SIGNUP_FORM_CLASS = "coalition.accounts.NameForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# What anyone may do, so many times an hour: see offers' views for what they are told then.
ACCOUNT_RATE_LIMITS = {
    "log_offer": "20/h/ip",
    "offer_links": "10/h/ip,3/h/key",
    "contact_code": "20/h/ip",
    "own_links": "10/h/ip,3/h/key",
    "letter_answer": "60/h/ip,10/h/key",
}
# django-allauth counts clients by address; behind a proxy, say how many proxies to trust.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("TRUSTED_PROXY_COUNT", "0"))

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "coalition.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"
DATE_FORMAT = "j F Y"
FORMAT_MODULE_PATH = ["coalition.formats"]

# --- Mail ---------------------------------------------------------------------------------------
EMAIL_BACKEND = "coalition.delivery.SmtpBackend"
EMAIL_HOST = env("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = int(env("EMAIL_TIMEOUT_S", "30"))  # well under a lease (OUTBOX_LEASE_S)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "Common Ground <office@common-ground.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MESSAGE_ID_DOMAIN = env("MESSAGE_ID_DOMAIN", "common-ground.example")
# A Maildir into which the mail server puts what comes back; empty: it has a pipe, or nobody looks.
RETURNED_MAIL_DIR = env("RETURNED_MAIL_DIR", "")
# So many “not now” from an address within so many days bring it before a person; after so many
# quiet days the count begins anew. A “never” does so at once.
BOUNCE_MOST = int(env("BOUNCE_MOST", "5"))
BOUNCE_WITHIN_DAYS = int(env("BOUNCE_WITHIN_DAYS", "30"))
BOUNCE_QUIET_DAYS = int(env("BOUNCE_QUIET_DAYS", "10"))
# How letters go to whoever has no email address, or prefers post: "notify" for GOV.UK Notify,
# "print" for a print house; empty, not at all.
POST_CARRIER = env("POST_CARRIER", "")
EMAIL_CARRIER = env("EMAIL_CARRIER", "smtp")  # of letters by email: "smtp" or "notify"
NOTIFY_API_KEY = env("NOTIFY_API_KEY", "")
NOTIFY_URL = env("NOTIFY_URL", "https://api.notifications.service.gov.uk")
NOTIFY_EMAIL_TEMPLATE_ID = env("NOTIFY_EMAIL_TEMPLATE_ID", "")
NOTIFY_CALLBACK_TOKEN = env("NOTIFY_CALLBACK_TOKEN", "")
NOTIFY_DAILY_LETTERS = int(env("NOTIFY_DAILY_LETTERS", "20000"))
NOTIFY_LOOK_EVERY_S = int(env("NOTIFY_LOOK_EVERY_S", "900"))
NOTIFY_TIMEOUT_S = int(env("NOTIFY_TIMEOUT_S", "30"))  # well under a lease, too
# A minister's letters need a mandate of their private office; with "yes", everybody's do.
MANDATES_FOR_ALL = env_flag("MANDATES_FOR_ALL")
# Where the local mail catcher keeps what it accepted: shown in the demo, evidence for `uncertain`.
MAIL_CATCHER_DIR = env("MAIL_CATCHER_DIR", "")

# --- Work in the background: the row is the truth, the broker is a bell (docs/operators.md) -----
OUTBOX_LEASE_S = int(env("OUTBOX_LEASE_S", "120"))
OUTBOX_GRACE_S = int(env("OUTBOX_GRACE_S", "900"))
OUTBOX_SWEEP_S = int(env("OUTBOX_SWEEP_S", "15"))
OUTBOX_LANES = int(env("OUTBOX_LANES", "4"))  # workers at one campaign, at most
CELERY_BROKER_URL = env("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "recognition.tasks.render_letters": {"queue": "render"},
    "recognition.tasks.send_letters": {"queue": "send"},
}
CELERY_TASK_PUBLISH_RETRY = False  # a lost bell is rung again by the sweep
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kB
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_ETA_TASK_LIMIT = 100
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 30,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 15,
    # Of whoever rings the bell: once more at once, then without it. A page does not wait.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = env("BEAT_FILE", str(BASE_DIR / "var" / "beat"))
CELERY_BEAT_SCHEDULE = {
    "sweep-mail": {"task": "coalition.tasks.sweep_mail", "schedule": OUTBOX_SWEEP_S},
    "forget-words": {
        "task": "coalition.tasks.forget_words",
        "schedule": crontab(hour=3, minute=20),
    },
    "follow-merges": {"task": "coalition.tasks.follow_merges", "schedule": 300},
    "forget-merges": {
        "task": "coalition.tasks.forget_merges",
        "schedule": crontab(hour=3, minute=40),
    },
    "forget-checks": {
        "task": "coalition.tasks.forget_checks",
        "schedule": crontab(hour=3, minute=50),
    },
    "look-for-doubles": {"task": "coalition.tasks.look_for_doubles", "schedule": 30},
    "sweep-imports": {"task": "coalition.tasks.sweep_imports", "schedule": 30},
    "expire-needs": {"task": "coalition.tasks.expire_needs", "schedule": 600},
    "lapse-matches": {"task": "coalition.tasks.lapse_matches", "schedule": 600},
    "let-go-of-matches": {"task": "coalition.tasks.let_go_of_matches", "schedule": 60},
    "ask-for-outcomes": {"task": "coalition.tasks.ask_for_outcomes", "schedule": 600},
    "tend-offers": {"task": "coalition.tasks.tend_offers", "schedule": 300},
    "send-digests": {"task": "coalition.tasks.send_digests", "schedule": 300},
    "sweep-kind-nos": {"task": "coalition.tasks.sweep_kind_nos", "schedule": 60},
    "tend-forums": {"task": "forums.tasks.tend_forums", "schedule": 600},
    "tend-delegations": {"task": "forums.tasks.tend_delegations", "schedule": 60},
    "tend-rounds": {"task": "forums.tasks.tend_rounds", "schedule": 30},
    "tend-decisions": {"task": "forums.tasks.tend_decisions", "schedule": 60},
    "tell-of-ends": {
        "task": "forums.tasks.tell_of_ends",
        "schedule": crontab(hour=7, minute=10),
    },
    "ask-for-interests": {
        "task": "forums.tasks.ask_for_interests",
        "schedule": crontab(hour=7, minute=30),
    },
    "ask-for-pulses": {
        "task": "forums.tasks.ask_for_pulses",
        "schedule": crontab(hour=7, minute=40),
    },
    "tell-of-terms": {
        "task": "forums.tasks.tell_of_terms",
        "schedule": crontab(hour=7, minute=20),
    },
    "tell-what-is-new": {"task": "forums.tasks.tell_what_is_new", "schedule": 60},
    "vacate-seats": {"task": "forums.tasks.vacate_seats", "schedule": 600},
    "tend-differences": {"task": "forums.tasks.tend_differences", "schedule": 600},
    "sweep-letters": {"task": "recognition.tasks.sweep_letters", "schedule": OUTBOX_SWEEP_S},
    "follow-posted-letters": {
        "task": "recognition.tasks.follow_posted_letters",
        "schedule": min(60, NOTIFY_LOOK_EVERY_S),
    },
    "returned-mail": {"task": "recognition.tasks.take_in_returned_mail", "schedule": 60},
    "mandates-over": {"task": "recognition.tasks.tell_of_mandates", "schedule": 300},
    "check-sums": {"task": "recognition.tasks.check_sums", "schedule": 600},
    "close-experiments": {"task": "recognition.tasks.close_experiments", "schedule": 3600},
    "cut-answers": {
        "task": "recognition.tasks.cut_answers",
        "schedule": crontab(hour=4, minute=0),
    },
    "record-contributions": {"task": "recognition.tasks.record_contributions", "schedule": 15},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "WARNING")},
    # It would write the path of each refused request, and a private link is its own key.
    "loggers": {"django.request": {"level": "ERROR"}},
}
