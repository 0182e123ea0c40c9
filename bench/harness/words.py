"""Words of made-up rules, which no made-up event has."""

SYLLABLES = "ba be bo ca co cu da de do fa fi ga go ka ki la lo ma mi na no pa po ra re ri sa se so ta te to va vi zo".split()


def word(random):
    return "".join(random.choice(SYLLABLES) for _ in range(random.randint(3, 5)))
