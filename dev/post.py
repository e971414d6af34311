"""The stand-in for GOV.UK Notify as one of the engines: letters that are posted go to a folder."""

from dev.mail import MailCatcher
from dev.places import Command

KEY = "stand_in-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222"


class NotifyStandIn(MailCatcher):
    """Keeps every letter as a PDF in `letterbox`; see dev/notify.py."""

    name = "stand-in for GOV.UK Notify"
    module = "dev.notify"
    log = "notify.log"

    @property
    def options(self) -> Command:
        return [self.letterbox, "--key", KEY]

    @property
    def variables(self) -> dict[str, str]:
        return {
            "POST_CARRIER": "notify",
            "NOTIFY_URL": f"http://{self.host}:{self.port}",
            "NOTIFY_API_KEY": KEY,
            "NOTIFY_CALLBACK_TOKEN": "stand-in-for-notify",
            "NOTIFY_LOOK_EVERY_S": "20",
        }
