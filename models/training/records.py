"""Command records: the exact prompt and answer text, id augmentation, and the set of valid answers."""
import json
import random
import re

from amounts import DAY_UNITS, HAN, HOUR_UNITS, ONES, TENS, rewritten, some_quantity, swap_span

ORDER_TOOLS = ("explain_late", "order_status", "check_kit", "create_requisition", "hold_order", "resume_order", "cancel_order",
               "expedite_order", "who_decided", "change_order")
BARE_TOOLS = ("make_plan", "late_orders", "ask_knowledge", "cannot_do", "plan_status", "ready_orders", "short_material",
              "who_is_there", "instruction_status", "overview", "open_decisions", "help", "open_alerts", "patrol_status")
# Lines, or all of them.
LINE_TOOLS = ("line_status", "line_load", "shift_report", "planned_work", "inspection_status", "what_if_shift")
# A line and how long.
SPAN_TOOLS = ("what_if_down", "line_gaps", "watch_line")
# An order, and a line that may be named beside.
PAIR_TOOLS = ("move_order", "can_release", "planned_next")
METRIC_TOOLS = ("metric_value", "metric_trend", "metric_cause", "set_alert")
# The arguments of each tool, in the order of its answer.
ARGUMENTS = {
    "release_order": ("order", "line"), **{tool: ("line",) for tool in LINE_TOOLS}, "stock_status": ("material",),
    **{tool: ("order",) for tool in ORDER_TOOLS}, **{tool: () for tool in BARE_TOOLS},
    **{tool: ("order", "line") for tool in PAIR_TOOLS}, **{tool: ("metric", "line") for tool in METRIC_TOOLS},
    "write_document": ("product",), "routing": ("product",), "diagnose_unit": ("unit",), "test_units": ("product", "quantity"),
    "promise_date": ("product", "quantity"), "what_if_down": ("line", "hours"), "what_if_late": ("material", "days"),
    "line_gaps": ("line", "hours"), "watch_line": ("line", "minutes"), "change_order": ("order", "quantity"),
}
LINES = [f"{kind}-{i}" for kind, n in (("SMT", 5), ("ASM", 3), ("BI", 2), ("FT", 4)) for i in range(1, n + 1)]
GROUP = {"SMT": 5, "ASM": 3, "BI": 2, "FT": 4}
PRODUCTS = [*(f"RRU-{5200 + 100 * (i // 5) + i % 5 + 1}" for i in range(10)),
            *(f"AAU-{5600 + 100 * (i // 4) + 10 + i % 4 + 1}" for i in range(8)), *(f"SRV-{310 + 10 * i}" for i in range(6))]
METRICS = ("output", "scrap", "quality", "fpy", "oee", "availability", "effectiveness", "utilisation", "downtime", "failures",
           "mtbf", "mttr", "on_time", "lead_time", "wip", "energy", "energy_per_unit", "setup_time", "repairs", "third_repairs",
           "promise_deviation", "plan_adherence", "kit_ready")
# Products that robot cells test.
CELL_PRODUCTS = ("SRV-R5300", "BBU-V9200")
MATERIALS = [None, *(f"MAT-{i:05d}" for i in range(1, 1501))]
MOST_QUANTITY, MOST_HOURS, MOST_DAYS, MOST_MINUTES = 100_000, 168, 60, 168 * 60


def read(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(x) for x in f if x.strip()]


def answer(rec):
    """The compact JSON a record should produce; keys only as the tool needs."""
    tool = rec["tool"]
    out = {"tool": tool, **{name: rec.get(name) for name in ARGUMENTS[tool]}}
    if tool == "release_order":
        out["line"] = out["line"] or "earliest"
    return json.dumps(out, separators=(",", ":"), ensure_ascii=False)


def user_text(rec):
    context = rec.get("context") or ""
    return f"[{context}] {rec['text']}" if context else rec["text"]


def encode_prompt(spm, text):
    s = spm.special
    return [s["<bos>"], s["<start_of_turn>"], *spm.encode("user\n"), *spm.encode(text), s["<end_of_turn>"],
            *spm.encode("\n"), s["<start_of_turn>"], *spm.encode("model\n")]


def all_answers():
    """Every answer without an amount that the grammar allows for the demo plant's ids."""
    orders = [None, *(f"WO-{i}" for i in range(1001, 1301))]
    for tool in BARE_TOOLS:
        yield answer({"tool": tool})
    for tool in ORDER_TOOLS:
        for order in orders:
            yield answer({"tool": tool, "order": order})
    for order in orders:
        for line in ["earliest", *LINES]:
            yield answer({"tool": "release_order", "order": order, "line": line})
        for line in [None, *LINES]:
            for tool in PAIR_TOOLS:
                yield answer({"tool": tool, "order": order, "line": line})
    for line in [None, "all", *LINES]:
        for tool in LINE_TOOLS:
            yield answer({"tool": tool, "line": line})
        for tool in METRIC_TOOLS:
            for metric in [None, *METRICS]:
                yield answer({"tool": tool, "metric": metric, "line": line})
    for product in [None, *PRODUCTS]:
        for tool in ("write_document", "routing"):
            yield answer({"tool": tool, "product": product})
    for m in MATERIALS:
        yield answer({"tool": "stock_status", "material": m})
    yield answer({"tool": "diagnose_unit"})


def amount_answers():
    """(answer without its amount, largest amount) of every answer that ends in an amount, where null stands."""
    for product in [None, *PRODUCTS]:
        yield answer({"tool": "promise_date", "product": product}), MOST_QUANTITY
    for product in [None, *CELL_PRODUCTS]:
        yield answer({"tool": "test_units", "product": product}), MOST_QUANTITY
    for line in [None, *LINES]:
        for tool in ("what_if_down", "line_gaps"):
            yield answer({"tool": tool, "line": line}), MOST_HOURS
        yield answer({"tool": "watch_line", "line": line}), MOST_MINUTES
    for order in [None, *(f"WO-{i}" for i in range(1001, 1301))]:
        yield answer({"tool": "change_order", "order": order}), MOST_QUANTITY
    for material in MATERIALS:
        yield answer({"tool": "what_if_late", "material": material}), MOST_DAYS


def number_trie(spm, most, tail):
    """The digits of 1..most, token by token, each followed by `tail`."""
    root = {}
    digit = [spm.encode(str(d)) for d in range(10)]
    for n in range(1, most + 1):
        node = root
        for c in str(n):
            (token,) = digit[int(c)]
            node = node.setdefault(token, {})
        node.update(tail)
    return root


def build_trie(spm, recs):
    """Nested dict of token ids: the children of a node are what the grammar allows next. Amounts share nodes. What `recs`
    are answered with is allowed too: there are too many serial numbers and parts of an hour to list."""
    root = {}
    end = spm.special["<end_of_turn>"]

    def put(ids):
        node = root
        for i in ids:
            node = node.setdefault(i, {})
        return node

    for text in all_answers():
        put(spm.encode(text))[end] = {}
    (close,) = spm.encode("}")
    numbers = {most: number_trie(spm, most, {close: {end: {}}}) for most in (MOST_QUANTITY, MOST_HOURS, MOST_DAYS, MOST_MINUTES)}
    for text, most in amount_answers():
        put(spm.encode(text))[end] = {}
        before = text.removesuffix("null}")
        put(spm.encode(before)).update(numbers[most])
    for rec in recs:
        put(spm.encode(answer(rec))).setdefault(end, {})
    return root


# --- augmentation -------------------------------------------------------------------------------------
HAN_VALUE = {c: i for i, c in enumerate(HAN)} | {"〇": 0, "幺": 1, "两": 2}
NUMBER = re.compile(r"(?<!\d)(1[0-3]\d\d)(?!\d)")
HAN_NUMBER = re.compile(r"(?<![零〇一二三四五六七八九幺两十百千万])([幺一][零〇一二三幺两][零〇一二三四五六七八九幺两]{2})(?![零〇一二三四五六七八九幺两十百千万])")
MATERIAL = re.compile(r"(?<!\d)(0\d{4})(?!\d)")
WO_FORM = re.compile(r"(?<![A-Za-z])([Ww][Oo])([- ]?)(?=1[0-3]\d\d(?!\d))")
PRODUCT = re.compile(r"(?<![A-Za-z])(RRU|AAU|SRV)([- _]?)(5[2367][01]\d|3[1-6]0)(?!\d)", re.I)
BARE_PRODUCT = re.compile(r"(?<![\dA-Za-z-])(5[2367][01]\d)(?!\d)")
# Words that say which family of products is meant.
FAMILY_WORDS = re.compile(r"射频|拉远|天线|服务器|主板|基站|radio|antenna|server|board|array", re.I)
SERIAL = re.compile(r"(?<![A-Za-z])(SN[- ]?)(\d{8})(?!\d)", re.I)
CELL_PRODUCT = re.compile("|".join(CELL_PRODUCTS))
CODE = re.compile(r"(?<![A-Za-z])(SMT|ASM|BI|FT)([- _]?)(\d)(?!\d)", re.I)
KIND_WORDS = re.compile(r"贴片|装配|组装|老化|测试|总装|assembl|burn|test|functional|placement|mount|表贴", re.I)
NAMED = [
    (re.compile(r"(贴片|装配|组装|总装|老化|功能测试|测试|功测)(房|台|机|炉|间|室|箱|线|工位)?(第)?([一二三四五1-5])(?![\d零一二三四五六七八九十])"), 4),
    (re.compile(r"(?<![\d零一二三四五六七八九十])(第)?([一二三四五1-5])(号|条|台|间)(贴片|装配|组装|总装|老化|功能测试|测试|功测)"), 2),
    (re.compile(r"((?:assembly|placement|surface mount|functional test|test|burn-?in)(?: (?:line|cell|chamber|station|oven|room|bench))?) (?:number |no\.? ?|#)?([1-5])(?!\d)", re.I), 2),
]
REFERS = re.compile(r"这个?[单张工]|那个?[单张工]|它|该单|那单|这单|刚才的|\b(?:it|that|this)\b", re.I)
KIND_OF = (("贴片", "SMT"), ("表贴", "SMT"), ("placement", "SMT"), ("surface", "SMT"), ("装配", "ASM"), ("组装", "ASM"),
           ("总装", "ASM"), ("assembl", "ASM"), ("老化", "BI"), ("burn", "BI"), ("测", "FT"), ("test", "FT"))


def han_int(s):
    v = 0
    for c in s:
        v = v * 10 + HAN_VALUE[c]
    return v


def to_han(n, one, zero):
    return "".join({"一": one, "零": zero}.get(HAN[int(c)], HAN[int(c)]) for c in str(n))


def two_digits(n):
    return ONES[n] if n < 20 else TENS[n // 10] + (" " + ONES[n % 10] if n % 10 else "")


def spoken(n, chinese, rng):
    """A number of 1001..1300 as somebody dictates it."""
    high, low = divmod(n, 100)
    if chinese:
        way = rng.random()
        if way < 0.75:
            return to_han(n, rng.choice("一幺"), "零")
        tens, ones = divmod(low, 10)
        rest = (HAN[tens] + "十" + (HAN[ones] if ones else "")) if tens else ("零" + HAN[ones] if ones else "")
        hundred = HAN[high - 10] + "百" if high > 10 else ("零" if tens else "")
        return "一千" + hundred + ("零" if high > 10 and low and not tens and not rest.startswith("零") else "") + rest
    way = rng.random()
    if way < 0.45:
        return two_digits(high) + (" hundred" if low == 0 else " " + ("oh " + ONES[low] if low < 10 else two_digits(low)))
    if way < 0.8:
        return " ".join(rng.choice(("zero", "oh")) if c == "0" else ONES[int(c)] for c in str(n))
    hundred = ONES[high - 10] + " hundred " if high > 10 else ""
    return "one thousand " + hundred + (("and " if rng.random() < 0.4 else "") + two_digits(low) if low else "")


def in_range(n):
    return 1001 <= n <= 1300


def augment(rec, rng: random.Random):
    """A copy with other ids: the same change in text, context and label; never other wording."""
    text, context = rec["text"], rec.get("context") or ""
    order, line, material = rec.get("order"), rec.get("line"), rec.get("material")
    tool = rec["tool"]
    amounts = {}

    # Amounts and products: what looks like an order's number beside them may be a quantity.
    if tool == "promise_date":
        text, amounts["product"], amounts["quantity"] = augment_inquiry(text, rec.get("product"), rec.get("quantity"), rng)
    elif tool in ("what_if_down", "line_gaps") and rec.get("hours"):
        text, amounts["hours"] = swap_span(text, rec["hours"], HOUR_UNITS, rng)
    elif tool == "what_if_late" and rec.get("days"):
        text, amounts["days"] = swap_span(text, rec["days"], DAY_UNITS, rng)
    elif tool == "diagnose_unit":
        text, amounts["unit"] = swap_serial(text, rec.get("unit"), rng)
    elif tool == "test_units":
        text, amounts["product"], amounts["quantity"] = augment_cell(text, rec.get("product"), rec.get("quantity"), rng)
    elif tool in ("write_document", "routing"):
        text, amounts["product"], _ = augment_inquiry(text, rec.get("product"), None, rng)
    elif tool in ("cannot_do", "ask_knowledge", *METRIC_TOOLS):
        text = PRODUCT.sub(lambda m: like_product(m, rng.choice(PRODUCTS)), text)

    def made(**other):
        return {**rec, "text": text, "context": context, "order": order, "line": line, "material": material, **amounts, **other}

    # Orders: every distinct number of the demo range becomes another one, if the label is recoverable.
    numbers = {int(n) for n in NUMBER.findall(text + " " + context) if in_range(int(n))}
    numbers |= {han_int(n) for n in HAN_NUMBER.findall(text) if in_range(han_int(n))}
    if tool in ("promise_date", "write_document", "routing", "test_units") or in_range(rec.get("quantity") or 0):
        numbers = set()
    if numbers and (order is None or int(order[3:]) in numbers):
        new = dict(zip(sorted(numbers), rng.sample(range(1001, 1301), len(numbers))))

        def swap(m):
            n = int(m.group(1))
            return str(new.get(n, n))

        def swap_han(m):
            s = m.group(1)
            n = han_int(s)
            if n not in new:
                return s
            return to_han(new[n], "幺" if "幺" in s else "一", "〇" if "〇" in s else "零")

        text, context = HAN_NUMBER.sub(swap_han, NUMBER.sub(swap, text)), NUMBER.sub(swap, context)
        if order is not None:
            order = f"WO-{new[int(order[3:])]}"
        if rng.random() < 0.4:
            form = rng.choice(("WO-", "WO-", "wo-", "WO", "wo", "WO ", "wo "))
            text = WO_FORM.sub(form, text)
        literal = f"{order[3:]}" if order else ""
        if literal and text.count(literal) == 1 and rng.random() < 0.08:
            chinese = any("一" <= c <= "鿿" for c in text)
            text = re.sub(r"(?:(?:WO|wo)[- ]?|#)?" + literal, spoken(int(literal), chinese, rng).strip(), text)

    if tool == "change_order" and rec.get("quantity") and not in_range(rec["quantity"]):
        text, amounts["quantity"] = swap_quantity(text, rec["quantity"], rng)

    # Materials.
    found = set(MATERIAL.findall(text))
    if found and (material is None or material[4:] in found):
        mats = {m: f"{rng.randint(1, 1500):05d}" for m in sorted(found)}
        text = MATERIAL.sub(lambda m: mats[m.group(1)], text)
        if material is not None:
            material = f"MAT-{mats[material[4:]]}"

    # Lines named by code ("SMT-2", "ft3"): any other line, unless words of its kind stand beside it.
    codes = {f"{m.group(1).upper()}-{m.group(3)}" for m in CODE.finditer(text + " " + context)}
    codes &= set(LINES)
    named = line in (None, "all", "earliest") or line in codes
    if codes and named:
        if KIND_WORDS.search(text):
            pool = {}
            for c in sorted(codes):
                kind = c.split("-")[0]
                free = [f"{kind}-{i}" for i in range(1, GROUP[kind] + 1) if f"{kind}-{i}" not in pool.values()]
                pool[c] = rng.choice(free)
        else:
            pool = dict(zip(sorted(codes), rng.sample(LINES, len(codes))))

        def swap_line(m):
            c = f"{m.group(1).upper()}-{m.group(3)}"
            if c not in pool:
                return m.group(0)
            kind, n = pool[c].split("-")
            return (kind if m.group(1).isupper() else kind.lower()) + m.group(2) + n

        text, context = CODE.sub(swap_line, text), CODE.sub(swap_line, context)
        line = pool.get(line, line)
    elif line in LINES and not codes:
        text, line = swap_named(text, line, rng)

    if rng.random() < 0.12:
        text = mistyped(text, rng)

    wants_order = tool == "release_order" or tool in PAIR_TOOLS or tool in ORDER_TOOLS
    follows_line = tool == "planned_next" and order is None
    # "it" without a context means nothing is known; "it" with one means that one.
    if wants_order and order and context and not NUMBER.search(text) and not HAN_NUMBER.search(text) and rng.random() < 0.25:
        if order in context.split():
            context, order = " ".join(c for c in context.split() if c != order), None
            return made()
    if wants_order and order is None and not context and REFERS.search(text) and not (follows_line and line) and rng.random() < 0.35:
        order = context = f"WO-{rng.randint(1001, 1300)}"
        return made()
    if (tool in LINE_TOOLS or tool in SPAN_TOOLS or follows_line) and line in LINES and context and line in context.split() and not CODE.search(text) \
            and not KIND_WORDS.search(text) and rng.random() < 0.25:
        context = " ".join(c for c in context.split() if c != line)
        return made(line=None)

    # A context that the text overrides may appear, one that it does not use may vanish.
    bare = tool in BARE_TOOLS or tool in ("promise_date", "write_document", "routing", "diagnose_unit", "test_units") or (tool in ("stock_status", "what_if_late") and material is not None)
    complete = bare or (order is not None if wants_order and not follows_line else line is not None)
    if not context and complete and rng.random() < 0.15:
        parts = (f"WO-{rng.randint(1001, 1300)}", rng.choice(LINES))
        context = rng.choice((parts[0], parts[0], parts[1], " ".join(parts)))
    elif context and bare and rng.random() < 0.3:
        context = ""
    return made()


def like_product(m, product):
    """Another product, written as the matched one is."""
    kind, n = product.split("-")
    return (kind if m.group(1).isupper() else kind.lower()) + m.group(2) + n


def swap_serial(text, unit, rng):
    """Another unit, when it is the one serial number of the text."""
    found = SERIAL.findall(text)
    if unit is None or len(found) != 1:
        return text, unit
    number = f"{rng.randint(1001, 1300)}{rng.randint(1, 9999):04d}"
    return SERIAL.sub(lambda m: m.group(1) + number, text), f"SN-{number}"


def augment_cell(text, product, quantity, rng):
    """Another product of the cell and another quantity."""
    if product and CELL_PRODUCT.findall(text) == [product]:
        product = rng.choice(CELL_PRODUCTS)
        text = CELL_PRODUCT.sub(product, text)
    if quantity:
        new = rng.randint(1, 20)
        before, name, after = text.partition(product)
        for part, build in ((before, lambda x: x + name + after), (after, lambda x: before + name + x)):
            changed = rewritten(part, quantity, new, rng)
            if changed is not None:
                return build(changed), product, new
    return text, product, quantity


def swap_quantity(text, quantity, rng):
    """Another number of pieces, which may be taken for no order."""
    new = some_quantity(rng)
    changed = None if in_range(new) else rewritten(text, quantity, new, rng)
    return (text, quantity) if changed is None else (changed, new)


def augment_inquiry(text, product, quantity, rng):
    """Another product and another quantity, in a question for a date."""
    named = {f"{m.group(1).upper()}-{m.group(3)}" for m in PRODUCT.finditer(text)}
    bare = set(BARE_PRODUCT.findall(text)) if not named else set()
    if named == {product}:
        family = [p for p in PRODUCTS if p[:3] == product[:3]] if FAMILY_WORDS.search(text) else PRODUCTS
        product = rng.choice(family)
        text = PRODUCT.sub(lambda m: like_product(m, product), text)
        if rng.random() < 0.3:
            form = rng.choice(("{k}{n}", "{k} {n}", "{l}{n}", "{l}-{n}", "{l} {n}"))
            kind, n = product.split("-")
            text = PRODUCT.sub(form.format(k=kind, l=kind.lower(), n=n), text)
    elif product and bare == {product[4:]} and quantity != int(product[4:]):
        family = [p for p in PRODUCTS if len(p) == 8 and (p[:3] == product[:3] or not FAMILY_WORDS.search(text))]
        product = rng.choice(family)
        text = BARE_PRODUCT.sub(product[4:], text)
    if quantity:
        new = some_quantity(rng)
        changed = rewritten(text, quantity, new, rng)
        if changed is not None:
            text, quantity = changed, new
    number = product[4:] if product else ""
    if number and text.count(number) == 1 and rng.random() < 0.06:
        chinese = any("一" <= c <= "鿿" for c in text)
        pairs = f"{two_digits(int(number[:2]))} {'oh ' + ONES[int(number[2:])] if number[2] == '0' else two_digits(int(number[2:]))}"
        digits = " ".join(ONES[int(c)] for c in number)
        said = to_han(number, "一", "零") if chinese else rng.choice((pairs, digits)) if len(number) == 4 else digits
        text = re.sub(r"[- _]?" + number, said if chinese else " " + said, text).strip()
    return text, product, quantity


def mistyped(text, rng):
    """One slip of the finger in one plain English word: two letters swapped, one lost or one doubled."""
    words = [m for m in re.finditer(r"(?<![A-Za-z\d-])[a-z]{5,}(?![A-Za-z\d-])", text)]
    if not words:
        return text
    m = rng.choice(words)
    i = rng.randrange(m.start() + 1, m.end() - 1)
    swap = (text[i + 1] + text[i], text[i + 1], text[i] + text[i] + text[i + 1])
    return text[:i] + rng.choice(swap) + text[i + 2:]


def swap_named(text, line, rng):
    """Change the number of a line named in words, when exactly one such name stands in the text."""
    kind, n = line.split("-")
    hits = []
    for pattern, group in NAMED:
        for m in pattern.finditer(text):
            word = m.group(0).lower()
            of = next((k for w, k in KIND_OF if w in word), None)
            digit = m.group(group)
            value = int(digit) if digit.isdigit() else HAN.index(digit)
            if of == kind and value == int(n):
                hits.append((m.start(group), m.end(group), digit.isdigit()))
    if len(hits) != 1:
        return text, line
    start, end, digits = hits[0]
    new = rng.randint(1, GROUP[kind])
    return text[:start] + (str(new) if digits else HAN[new]) + text[end:], f"{kind}-{new}"
