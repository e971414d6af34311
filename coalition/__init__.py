"""The project, and the ground that forums and recognition stand on."""

from coalition.celery import app as celery_app

__all__ = ["celery_app"]
