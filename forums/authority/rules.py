"""How a forum decides, and what a seat may answer. Plain words, for models, forms and pages."""

from django.db.models import TextChoices


class Rule(TextChoices):
    CONSENT = "consent", "Consent: nobody objects"
    MAJORITY = "majority", "Majority: more for it than against"
    CHAIR = "chair", "The chair decides, after hearing everyone"
    TWO_THIRDS = "two_thirds", "Two-thirds: twice as many for it as against"


# A forum decides by one of these; two-thirds is for what failed twice (RND-6).
USUAL = (Rule.CONSENT, Rule.MAJORITY, Rule.CHAIR)


class Fallback(TextChoices):
    """What becomes of a proposal after two failed rounds (RND-6)."""

    TWO_THIRDS = "two_thirds", "It is asked once more, and needs two-thirds"
    REFER = "refer", "It goes to whoever holds the power, who decides and says why"
    DROP = "drop", "It is dropped"


class Proxies(TextChoices):
    NONE = "none", "Nobody speaks for somebody else"
    WRITTEN = "written", "One written proxy per person and meeting"


class Answer(TextChoices):
    CONSENT = "consent", "Consent"
    CONCERN = "concern", "Consent, with a concern"
    STAND_ASIDE = "stand_aside", "Stand aside"
    NEED_MORE = "need_more", "Need to know more"
    OBJECT = "object", "Object"
    RECUSED = "recused", "Stepped back"


FOR = (Answer.CONSENT, Answer.CONCERN)
# What a member chooses from; stepping back is no response.
CHOICES = tuple(answer for answer in Answer if answer != Answer.RECUSED)
MEANING = {
    Answer.CONSENT: "I can live with it, and it is safe enough to try.",
    Answer.CONCERN: "Go ahead. My concern goes on the record with the decision.",
    Answer.STAND_ASIDE: "I do not take part in this decision, and do not stop it.",
    Answer.NEED_MORE: "I cannot say yet. My question is answered in writing, and I am asked again.",
    Answer.OBJECT: "It would do harm. I say which, and what change would remove it.",
}
EXAMPLES = {
    Answer.CONSENT: "“I would have chosen Tuesdays, and Wednesdays work.”",
    Answer.CONCERN: "“Yes. I fear that evenings leave out people with small children.”",
    Answer.STAND_ASIDE: "“This is outside what we know. Decide without us.”",
    Answer.NEED_MORE: "“Who pays for the interpreters after March?”",
    Answer.OBJECT: "“Two families would lose their place. Start in May, and nobody does.”",
}
