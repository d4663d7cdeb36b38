/** The one product that a sentence calls by its number alone: 5614 where there is AAU-5614 and no other of that number. */
export const productByNumber = (text: string, products: readonly string[]): string | undefined => {
  const numbers =
    text.match(/(?<![a-z\d.-])\d{3,6}(?![\d.-]| ?(?:台|件|个|块|片|pcs|units?|pieces))/gi) ?? [];
  const meant = [...new Set(numbers)].flatMap((number) => {
    const those = products.filter((id) => id.endsWith(`-${number}`));
    return those.length === 1 ? those : [];
  });
  return meant.length === 1 ? meant[0] : undefined;
};
