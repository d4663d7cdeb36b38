"""Amounts in a sentence (500, 2,000, 五百, 两万, "two hundred", 1.5k), found by value and written anew."""
import re

HAN = "零一二三四五六七八九"
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen".split() + [
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["", "", *"twenty thirty forty fifty sixty seventy eighty ninety".split()]
WORD = "|".join([*ONES, *TENS[2:], "hundred", "thousand"])
INSIDE = re.compile(rf"\b(?:{WORD})(?: and)?[ -]$", re.I)

HOURS = r"[\s-]*个?(?:小时|钟头|钟|hours?\b|hrs?\b|h\b)"
DAYS = r"[\s-]*个?(?:整天|天|日|days?\b|d\b)"
WEEKS = r"[\s-]*个?(?:周|星期|礼拜|weeks?\b|wks?\b)"


def han_cardinal(n, two="两"):
    """5 -> 五, 12 -> 十二, 250 -> 两百五十, 1,005 -> 一千零五, 20,000 -> 两万; below 1,000,000."""
    def below(n, inside):
        out, gap = "", False
        for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            d, n = divmod(n, unit)
            if not d:
                gap = bool(out)
                continue
            digit = two if d == 2 and unit >= 100 else HAN[d]
            if d == 1 and unit == 10 and not out and not inside:
                digit = ""
            out += ("零" if gap else "") + digit + sign
            gap = False
        return out

    high, low = divmod(n, 10_000)
    if not high:
        return below(low, False)
    head = (two if high == 2 else below(high, False)) + "万"
    return head + (("零" if low < 1000 else "") + below(low, True) if low else "")


def english_cardinal(n, link=" ", joint=" "):
    """250 -> two hundred fifty; `link` stands before the part below a hundred, `joint` in twenty one."""
    def two_digits(n):
        return ONES[n] if n < 20 else TENS[n // 10] + (joint + ONES[n % 10] if n % 10 else "")

    parts = []
    if n >= 1000:
        parts.append(english_cardinal(n // 1000, link, joint) + " thousand")
        n %= 1000
    if n >= 100:
        parts.append(ONES[n // 100] + " hundred")
        n %= 100
    text = " ".join(parts)
    if not n and parts:
        return text
    return text + (link if parts else "") + two_digits(n)


def written(n):
    """(text, style) of every way that an amount may stand in a sentence."""
    out = {(str(n), "digits")}
    if n >= 1000:
        out.add((f"{n:,}", "digits"))
        if n % 100 == 0:
            out |= {(f"{n / 1000:g}k", "digits"), (f"{n / 1000:g}K", "digits")}
        if n % 1000 == 0:
            out.add((f"{n // 1000}千", "digits"))
        if n % 1000 == 0 and n >= 10_000:
            out.add((f"{n / 10_000:g}万", "digits"))
    elif n >= 100 and n % 100 == 0:
        out.add((f"{n // 100}百", "digits"))
    out |= {(han_cardinal(n), "han"), (han_cardinal(n, "二"), "han")}
    if n == 2:
        out.add(("两", "han"))
    for link in (" ", " and "):
        for joint in (" ", "-"):
            out.add((english_cardinal(n, link, joint), "english"))
    if 1100 <= n < 10_000 and n % 100 == 0 and n % 1000:
        out.add((english_cardinal(n // 100) + " hundred", "english"))
    return out


def occurrences(text, n, unit=""):
    """Places of an amount: (start, end, style). An amount inside an id or a longer number is none."""
    found = {}
    for form, style in written(n):
        if style == "han":
            guard = r"(?<![零〇一二三四五六七八九十百千万两第号])%s(?![零〇一二三四五六七八九十百千万两号线])"
        elif style == "english":
            guard = r"(?<![A-Za-z-])%%s(?![A-Za-z]|[ -](?:%s)\b)" % WORD
        else:
            guard = r"(?<![\dA-Za-z.,#-])%s(?![\d千百万]|[.,]\d|号|线|[kK]\b)"
        for m in re.finditer(guard % re.escape(form) + (f"(?={unit})" if unit else ""), text, re.I):
            if not (style == "english" and INSIDE.search(text[:m.start()])):
                found[m.span()] = style
    # The longest reading of a place is the one that is meant.
    return [(s, e, style) for (s, e), style in sorted(found.items())
            if not any(a <= s and e <= b and (a, b) != (s, e) for a, b in found)]


def rewritten(text, n, new, rng, unit=""):
    """Text with amount n written as `new`, or None when n does not stand in it exactly once."""
    hits = occurrences(text, n, unit)
    if len(hits) != 1:
        return None
    start, end, style = hits[0]
    if rng.random() < 0.12:
        chinese = any("一" <= c <= "鿿" for c in text)
        style = "digits" if style != "digits" else "han" if chinese else "english"
    if style == "han":
        form = "两" if new == 2 else han_cardinal(new, rng.choice("两两二"))
    elif style == "english":
        form = english_cardinal(new, rng.choice((" ", " and ")), rng.choice(" -"))
    else:
        form = str(new)
        if new >= 1000 and rng.random() < 0.25:
            form = f"{new:,}"
        elif new >= 1000 and new % 500 == 0 and rng.random() < 0.25:
            form = f"{new / 1000:g}k"
    tail = text[end:]
    if new == 1:
        tail = re.sub(r"^( +)(hour|day|week)s\b", r"\1\2", tail)
    else:
        tail = re.sub(r"^( +)(hour|day|week)\b", r"\1\2s", tail)
    return text[:start] + form + tail


def some_quantity(rng):
    """A quantity that somebody might order."""
    way = rng.random()
    if way < 0.1:
        return rng.randint(1, 9)
    if way < 0.3:
        return rng.randint(10, 99)
    if way < 0.5:
        return rng.randint(1, 19) * 10
    if way < 0.75:
        return rng.randint(2, 40) * 50
    if way < 0.85:
        return rng.randint(100, 999)
    if way < 0.95:
        return rng.randint(10, 99) * 100
    return rng.choice((10_000, 12_000, 15_000, 20_000, 30_000, 50_000, 100_000, rng.randint(1000, 9999)))


def some_hours(rng):
    return rng.randint(1, 12) if rng.random() < 0.75 else rng.choice((13, 14, 15, 16, 18, 20, 24, 30, 36, 48, 72, rng.randint(1, 168)))


def some_days(rng):
    return rng.randint(1, 7) if rng.random() < 0.75 else rng.randint(8, 60)


def swap_span(text, value, units, rng):
    """(text, value) with a span said in one of the units [(pattern, size, new count)] made another one."""
    for unit, size, count in units:
        if value % size:
            continue
        new = count(rng)
        changed = rewritten(text, value // size, new, rng, unit)
        if changed is not None:
            return changed, new * size
    return text, value


HOUR_UNITS = ((HOURS, 1, some_hours), (DAYS, 24, lambda rng: rng.randint(1, 7)))
DAY_UNITS = ((DAYS, 1, some_days), (WEEKS, 7, lambda rng: rng.randint(1, 4)))
