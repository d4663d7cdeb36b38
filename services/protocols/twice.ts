/** What of a list is there more than once, each named once. */
export const twice = (ids: readonly string[]): string[] => {
  const seen = new Set<string>();
  const again = ids.filter((id) => {
    const isSeen = seen.has(id);
    seen.add(id);
    return isSeen;
  });
  return [...new Set(again)];
};
