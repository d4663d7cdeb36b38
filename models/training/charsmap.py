"""Build SentencePiece's precompiled character map: a double-array trie (darts-clone layout) and the
zero-terminated replacements it points into. Layout: u32 trie bytes, trie units, replacements."""
import struct

import numpy as np


def build(norm):
    """`norm` maps a character (or sequence) to its replacement."""
    blob, at, entries = bytearray(), {}, []
    for key, value in norm.items():
        v = value.encode()
        if v not in at:
            at[v] = len(blob)
            blob += v + b"\0"
        entries.append((key.encode(), at[v]))
    root = {}
    for key, value in entries:
        node = root
        for b in key:
            node = node.setdefault(b, {})
        node[None] = value
    size = 1 << 18
    units, used = np.zeros(size, dtype=np.uint32), bytearray(size)
    used[0] = 1
    queue, first = [(0, root)], 1
    while queue:
        pos, node = queue.pop()
        labels = [0 if k is None else k for k in node]
        while first < size and used[first]:
            first += 1
        base = max(1, first ^ labels[0])
        while any(used[base ^ c] for c in labels) or base == 0:
            base += 1
        if pos ^ base >= 1 << 21:
            raise ValueError("trie too large for direct offsets")
        units[pos] |= np.uint32((pos ^ base) << 10)
        if None in node:
            units[pos] |= np.uint32(1 << 8)
        for k, child in node.items():
            p = base ^ (0 if k is None else k)
            used[p] = 1
            if k is None:
                units[p] = np.uint32(child | 1 << 31)
            else:
                units[p] = np.uint32(k)
                queue.append((p, child))
    last = (max(i for i in range(size) if used[i]) | 255) + 1
    trie = units[:last].astype("<u4").tobytes()
    return struct.pack("<I", len(trie)) + trie + bytes(blob)


def lookup(charsmap, text, at=0):
    """Longest replacement at a byte position: (bytes matched, replacement) or None. For tests."""
    (n,) = struct.unpack_from("<I", charsmap)
    units = np.frombuffer(charsmap, "<u4", n // 4, 4)
    pos, found = 0, None
    unit = int(units[0])
    pos ^= (unit >> 10) << ((unit & (1 << 9)) >> 6)
    for i in range(at, len(text)):
        pos ^= text[i]
        unit = int(units[pos]) if pos < len(units) else 0
        if unit & (1 << 31 | 0xFF) != text[i]:
            break
        pos ^= (unit >> 10) << ((unit & (1 << 9)) >> 6)
        if unit >> 8 & 1:
            start = 4 + n + (int(units[pos]) & 0x7FFFFFFF)
            found = (i + 1 - at, charsmap[start:charsmap.index(b"\0", start)])
    return found
