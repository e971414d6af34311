"""What tests change, and nothing else."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 5)
os.environ.setdefault("AT_REST_KEYS", "only-for-tests-at-rest-" + "0123456789" * 5)
os.environ.setdefault("SITE_URL", "http://testserver")
for name in ("LETTERS_DIR", "ATTACHMENTS_DIR", "STATIC_ROOT"):
    if name not in os.environ:
        os.environ[name] = tempfile.mkdtemp(prefix=f"{name.lower()}-")
        atexit.register(shutil.rmtree, os.environ[name], ignore_errors=True)

from coalition.settings import *  # noqa: E402, F403

# Tests side by side write the same letter under the same hash, and one takes its copy away.
SIDE = os.environ.get("PYTEST_XDIST_WORKER", "alone")
LETTERS_DIR, ATTACHMENTS_DIR = LETTERS_DIR / SIDE, ATTACHMENTS_DIR / SIDE  # noqa: F405
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
