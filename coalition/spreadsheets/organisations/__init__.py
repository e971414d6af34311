"""What cells say about organisations."""
