"""Does a letter of thanks ask for something? A scan suggests it; a person says (TPL-3)."""

import re

ENGLISH = (
    r"https?://\S+", r"www\.\S+", r"please consider", r"(?:could|would|can|will) you",
    r"sign(?:ing)? up", r"donat(?:e|es|ing|ions?)", r"give again", r"join (?:us|our)",
    r"we (?:still )?need your", r"(?:help|support|follow|fund) us", r"support our",
    r"spread the word", r"tell your friends", r"fill in", r"survey", r"questionnaire",
    r"register (?:now|here|for|with)", r"click", r"visit our", r"apply (?:now|here|for)",
    r"we hope (?:that )?you will", r"we would (?:love|like) you to", r"contribute again",
    r"your continued support", r"next time you",
)  # fmt: skip
WELSH = (
    r"ystyriwch", r"a (?:fyddech|allech|wnewch) chi", r"allech chi", r"cofrestr(?:wch|u)",
    r"ymun(?:wch|o) [âa]", r"rhoddwch", r"cyfran(?:nwch|nu)", r"cefnogwch", r"helpwch ni",
    r"cliciwch", r"llenwch", r"arolwg", r"ewch i’n gwefan",
)  # fmt: skip
ASK = re.compile(rf"(?<!\w)(?:{'|'.join((*ENGLISH, *WELSH))})(?!\w)", re.IGNORECASE)


def found(*texts: str) -> list[str]:
    """What may be an ask, as it stands there, each once; links and turns of phrase."""
    return list(dict.fromkeys(match[0] for text in texts for match in ASK.finditer(text)))
