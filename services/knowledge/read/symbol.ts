/** Letters of fonts that have signs in their places, by the code of the letter: what a Word document says with them. */
const fonts: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  symbol: {
    34: "∀",
    37: "%",
    43: "+",
    45: "−",
    47: "/",
    60: "<",
    61: "=",
    62: ">",
    64: "≅",
    68: "Δ",
    70: "Φ",
    71: "Γ",
    76: "Λ",
    80: "Π",
    81: "Θ",
    83: "Σ",
    87: "Ω",
    89: "Ψ",
    97: "α",
    98: "β",
    100: "δ",
    101: "ε",
    102: "φ",
    103: "γ",
    104: "η",
    108: "λ",
    109: "μ",
    110: "ν",
    112: "π",
    113: "θ",
    114: "ρ",
    115: "σ",
    116: "τ",
    119: "ω",
    126: "~",
    162: "′",
    163: "≤",
    165: "∞",
    171: "↔",
    172: "←",
    173: "↑",
    174: "→",
    175: "↓",
    176: "°",
    177: "±",
    178: "″",
    179: "≥",
    180: "×",
    181: "∝",
    183: "•",
    184: "÷",
    185: "≠",
    186: "≡",
    187: "≈",
    188: "…",
    198: "∅",
    209: "∇",
    214: "√",
    215: "·",
    222: "⇒",
    229: "∑",
    242: "∫",
  },
  wingdings: {
    108: "●",
    110: "■",
    111: "□",
    167: "▪",
    168: "□",
    216: "➢",
    223: "←",
    224: "→",
    225: "↑",
    226: "↓",
    240: "⇨",
    251: "✗",
    252: "✓",
    253: "☒",
    254: "☑",
  },
  "wingdings 2": { 79: "✗", 80: "✓", 81: "☒", 82: "☑", 163: "□" },
};

/** Codes of such fonts stand in Unicode's area for private use. */
const privateUse = 0xf000;

/**
 * What a sign of Word (w:sym) says: ± and ≤ of the font Symbol, ✓ of Wingdings. One that nobody knows is a mark of its own, so that a limit
 * never seems to stand there without its sign.
 */
export const symbolText = (font: string, char: string): string => {
  const code = Number.parseInt(char, 16);
  if (Number.isNaN(code)) return "";
  const signs = fonts[font.toLowerCase()];
  const own = code >= privateUse && code < privateUse + 0x100 ? code - privateUse : code;
  if (signs) return signs[own] ?? "\ufffd";
  return own === code ? String.fromCodePoint(code) : "\ufffd";
};
