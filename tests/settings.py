"""What tests change, and nothing else."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 5)
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("LETTERS_DIR", tempfile.mkdtemp(prefix="letters-"))
os.environ.setdefault("ATTACHMENTS_DIR", tempfile.mkdtemp(prefix="attachments-"))
os.environ.setdefault("STATIC_ROOT", tempfile.mkdtemp(prefix="static-"))

from coalition.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Plain names: a test server has no collected manifest. The manifest has a test of its own.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}  # noqa: F405
# Test runs side by side share one Redis, not their keys.
CACHES["sessions"]["KEY_PREFIX"] = f"test-{os.getpid()}"  # noqa: F405
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405 - a test server keeps none open
