/** A text in three: before, the marked words, and behind; nothing marked where it does not hold them. */
export const markedIn = (text: string, quote: string | undefined): readonly [string, string, string] => {
  const at = quote ? text.indexOf(quote) : -1;
  return at < 0 || !quote ? [text, "", ""] : [text.slice(0, at), quote, text.slice(at + quote.length)];
};
