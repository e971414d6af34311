import os, subprocess, sys
from urllib.parse import urlsplit, urlunsplit
here = urlsplit(os.environ["DATABASE_URL"])
url = urlunsplit(here._replace(path="/pages"))
env = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.getcwd(), "DJANGO_SETTINGS_MODULE": os.environ.get("DSM","coalition.settings")}
sys.exit(subprocess.run([sys.executable, *sys.argv[1:]], env=env).returncode)
