/** Vendors that all of some positions approve, where undefined approves every one; undefined where none has a list. */
export const commonVendors = (
  lists: readonly (readonly string[] | undefined)[],
): readonly string[] | undefined => {
  const [first, ...others] = lists.filter((list) => list !== undefined);
  return first?.filter((vendor) => others.every((list) => list.includes(vendor)));
};
