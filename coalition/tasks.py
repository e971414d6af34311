"""What Celery calls. A task takes ids, calls one action, and may run twice without harm."""
