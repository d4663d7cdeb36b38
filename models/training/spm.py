"""SentencePiece-BPE tokenizer over a GGUF vocabulary, by the same greedy merge rule llama.cpp uses.

The rule: split into characters, then repeatedly join the adjacent pair whose concatenation is a
vocabulary piece with the best score (ties: leftmost), until no pair can be joined. Characters outside
the vocabulary become byte tokens. Spaces are written as U+2581. No space is put in front.
"""
import heapq

NORMAL, CONTROL, USER_DEFINED, BYTE = 1, 3, 4, 6


class Spm:
    def __init__(self, tokens, scores, types):
        self.tokens, self.scores, self.types = tokens, scores, types
        self.ids = {t: i for i, t in enumerate(tokens) if types[i] == NORMAL}
        self.special = {t: i for i, t in enumerate(tokens) if types[i] in (CONTROL, USER_DEFINED)}
        self.bytes = {int(t[3:5], 16): i for i, t in enumerate(tokens) if types[i] == BYTE}
        # Runs of newlines, spaces and tabs are whole tokens and are matched before the merging starts.
        self.runs = {t: i for i, t in enumerate(tokens)
                     if types[i] == USER_DEFINED and t and set(t) in ({"\n"}, {"\t"}, {" "})}
        self.cache = {}

    def _runs(self, text):
        """Split text into (piece, token id or None) at the whitespace-run tokens."""
        i, plain, n = 0, 0, len(text)
        while i < n:
            if text[i] not in "\n\t ":
                i += 1
                continue
            j = i
            while j < n and text[j] == text[i]:
                j += 1
            k = j
            while k > i and text[i:k] not in self.runs:
                k -= 1
            if k > i:
                if plain < i:
                    yield text[plain:i].replace(" ", "▁"), None
                yield text[i:k], self.runs[text[i:k]]
                plain = i = k
            else:
                i = j
        if plain < n:
            yield text[plain:].replace(" ", "▁"), None

    def merge(self, text, trace=None):
        """Token ids of a text without special tokens. `trace` collects every piece formed on the way."""
        sym = list(text)
        n = len(sym)
        prev, nxt = list(range(-1, n - 1)), list(range(1, n + 1))
        heap = []

        def push(a, b):
            if a < 0 or b >= n:
                return
            t = sym[a] + sym[b]
            i = self.ids.get(t)
            if i is not None:
                heapq.heappush(heap, (-self.scores[i], a, b, t))

        for a in range(n - 1):
            push(a, a + 1)
        while heap:
            _, a, b, t = heapq.heappop(heap)
            if sym[a] is None or b >= n or sym[b] is None or sym[a] + sym[b] != t:
                continue
            sym[a], sym[b] = t, None
            if trace is not None:
                trace.add(t)
            nxt[a] = nxt[b]
            if nxt[a] < n:
                prev[nxt[a]] = a
            push(prev[a], a)
            push(a, nxt[a])
        out = []
        for s in sym:
            if s is None:
                continue
            i = self.ids.get(s)
            if i is not None:
                out.append(i)
                if trace is not None:
                    trace.add(s)
            else:
                out.extend(self.bytes[x] for x in s.encode())
        return out

    def encode(self, text, trace=None):
        if trace is None and text in self.cache:
            return list(self.cache[text])
        out = []
        for piece, i in self._runs(text):
            out.extend([i] if i is not None else self.merge(piece, trace))
        if len(self.cache) < 200000:
            self.cache[text] = tuple(out)
        return out

    def decode(self, ids):
        raw = b""
        for i in ids:
            raw += bytes([int(self.tokens[i][3:5], 16)]) if self.types[i] == BYTE else self.tokens[i].encode()
        return raw.decode("utf-8", "replace").replace("▁", " ")
