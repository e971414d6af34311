"""What tells a person's name from other words with a capital letter."""

TITLES = (
    "Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Doctor", "Prof", "Professor", "Sir", "Dame", "Baroness",
    "Cllr", "Councillor", "Alderman", "Rev", "Revd", "Reverend", "Imam", "Rabbi",
)  # fmt: skip


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Given names that are common in the United Kingdom, and that are no other word.
GIVEN = _each(
    """
    Aaron Abdul Abigail Adam Adrian Agnieszka Ahmed Aisha Alan Alex Alexander Alice Alison Amanda
    Amelia Amina Amy Ana Andrea Andrew Andrii Angela Anna Anne Anthony Antonia Ashley Barbara
    Benjamin Bernard Beth Bethan Brenda Brian Bronwen Callum Carol Caroline Catherine Charles
    Charlotte Chloe Chris Christine Christopher Claire Clare Colin Craig Daniel Darren David Dawn
    Deborah Denise Derek Diane Dmytro Donna Dorothy Duncan Dylan Edward Eileen Elaine Eleanor
    Elizabeth Ella Emily Emma Eric Ethan Evan Fatima Fiona Frances Francis Gareth Gary Gavin
    Geoffrey George Gillian Gordon Graham Gwen Hannah Harriet Harry Hassan Heather Helen Henry
    Hilary Howard Hugh Huw Ian Ibrahim Irene Isaac Isabella Ivan Jack Jacob Jacqueline James Jamie
    Jan Jane Janet Jason Jean Jennifer Jeremy Jessica Jill Joan Joanna Joanne John Jonathan Joseph
    Joshua Joyce Judith Julia Julie Karen Karl Kate Katherine Kathleen Kathryn Keith Kelly Kenneth
    Kevin Khadija Kieran Kim Laura Lauren Lee Leonard Leslie Lewis Liam Linda Lisa Louise Lucy Luke
    Lynn Malcolm Marek Margaret Maria Marie Marilyn Martin Martyn Mary Maryam Matthew Maureen
    Megan Melanie Michael Michelle Mohamed Mohammad Mohammed Moira Molly Muhammad Nadia Naomi
    Natalie Nathan Neil Nicholas Nicola Nigel Nina Norman Oksana Oleksandr Olena Oliver Olivia Omar
    Oscar Owen Pamela Patricia Patrick Paul Pauline Peter Philip Phillip Piotr Rachel Raymond
    Rebecca Rhys Richard Robert Robin Roger Ronald Rory Rosemary Russell Ryan Sally Samantha Samuel
    Sandra Sara Sarah Scott Sean Sharon Shaun Sheila Shirley Sian Simon Sophia Sophie Stacey
    Stanley Stephanie Stephen Steve Steven Stuart Susan Svitlana Tanya Taras Teresa Terence Theresa
    Thomas Tim Timothy Tina Tom Tony Tracey Tracy Trevor Usman Valerie Vanessa Victoria Vincent
    Volodymyr Wayne Wendy William Yasmin Yusuf Yvonne Zahra Zainab Zoe
    """
)

# Words after which a name is that of a place or an institution: Victoria Road, John Smith Trust.
INSTITUTIONS = _each(
    """
    Academy Act Agency Ambulance Avenue Board Bridge Centre Charity Church Clinic Close College
    Commission Committee Community Council County Court Department Drive Estate Foundation Group
    Hall Home Homes Hospital House Housing Infirmary Institute Lane Library Lodge Mosque Network
    Office Park Partnership Place Report Review Road School Service Services Society Square Station
    Street Team Tower Trust University Ward Way
    """
)

# Surnames and given names that may simply begin a sentence.
ORDINARY = _each(
    """
    april august autumn banks best bishop bridge brook brooks bright brown bush carpenter church
    close court cross day dean down english faith field fields fisher forest freeman good grant
    gray green hall hardy heath hill home hope house hunt joy justice keen king knight land lane
    law little long lord major mark marsh may mayor miller moon moor moss new noble north page park
    parks pat pope porter price prior pride rich rivers rose short small south spring stone street
    summer swift taylor time town underwood vale wall ward waters way weeks wells west white will
    winter wise wood woods young
    """
)
