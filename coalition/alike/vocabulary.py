"""The words that names are full of."""

import re


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Organisations
LEGAL = _each(
    """ltd limited cic cio scio plc llp inc incorporated company the of and for in at a an on to y
    yr"""
)
SHORT_FOR = {
    "afc": "association football club",
    "assn": "association",
    "assoc": "association",
    "beds": "bedfordshire",
    "berks": "berkshire",
    "bucks": "buckinghamshire",
    "cab": "citizens advice",
    "cabx": "citizens advice",
    "cambs": "cambridgeshire",
    "cc": "cricket club",
    "center": "centre",
    "comm": "community",
    "dist": "district",
    "fc": "football club",
    "first": "1st",
    "gc": "golf club",
    "glos": "gloucestershire",
    "govt": "government",
    "hants": "hampshire",
    "herts": "hertfordshire",
    "lafc": "ladies football club",
    "lancs": "lancashire",
    "leics": "leicestershire",
    "lincs": "lincolnshire",
    "nat": "national",
    "natl": "national",
    "northants": "northamptonshire",
    "notts": "nottinghamshire",
    "oxon": "oxfordshire",
    "pcc": "parochial church council",
    "pta": "parent teacher association",
    "rfc": "rugby football club",
    "rlfc": "rugby league football club",
    "rufc": "rugby union football club",
    "saint": "st",
    "salop": "shropshire",
    "second": "2nd",
    "soc": "society",
    "staffs": "staffordshire",
    "tg": "townswomens guild",
    "third": "3rd",
    "univ": "university",
    "vol": "voluntary",
    "wi": "womens institute",
    "wilts": "wiltshire",
    "worcs": "worcestershire",
    "yorks": "yorkshire",
}
SAID_OTHERWISE = (
    (re.compile(r"\bcitizens? advice bureau[xs]?\b"), "citizens advice"),
    (re.compile(r"\bage concern\b"), "age uk"),
    (re.compile(r"\bhome start\b"), "homestart"),
    (re.compile(r"\byoung mens christian assoc\w*\b"), "ymca"),
    (re.compile(r"\byoung womens christian assoc\w*\b"), "ywca"),
    (re.compile(r"\broyal british legion\b"), "british legion"),
)
GENERIC = _each(
    """1st advice aid allotment association benevolent board branch british bureau care centre
    charitable charity christian church city club college committee community company
    congregation corp council county district ecclesiastical educational england estate
    fellowship football forum foundation friend fund girlguiding group guild hall help hospital
    housing institute international legion local lodge memorial metropolitan ministry national
    network northern nursery organisation parent parish parochial partnership playgroup
    preschool primary project recreation recreational room rotary royal scheme school scotland
    scottish scout service society sport support teacher team town trust uk union unit village
    voluntary wales welfare women young youth"""
)
# One of them here and another there: two branches of one body.
CONTRASTS = _each(
    """north northern south southern east eastern west western central upper lower great little old
    new morning afternoon evening day men women boy girl lady gentlemen junior senior primary
    secondary infant"""
)

# People
TITLES = _each(
    """mr mrs ms miss mx master dr doctor prof professor rev revd reverend canon fr father sr
    sister br brother sir dame lord lady baroness baron cllr councillor ald alderman hon rt capt
    captain major col colonel lt sgt rabbi imam sheikh pastor bishop archdeacon the & and"""
)
LETTERS_AFTER = _each(
    """obe mbe cbe kbe dbe ch cb cmg bem kc qc mp ms msp mep jp dl frcn frs frsa frcs frcp frics
    phd dphil msc bsc mba llb bed rgn esq"""
)
GENERATIONS = {"jr": "junior", "jnr": "junior", "sr": "senior", "snr": "senior"} | {
    same: same for same in ("junior", "senior", "ii", "iii", "iv")
}
