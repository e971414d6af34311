"""This app's part of the demo world."""


def build() -> None:
    """Filled in with the app."""
