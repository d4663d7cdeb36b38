/** Numbers with keys, the least key first: a binary heap. */
export const createHeap = () => {
  const items: number[] = [];
  const keys: number[] = [];
  const swap = (a: number, b: number) => {
    [items[a], items[b]] = [items[b]!, items[a]!];
    [keys[a], keys[b]] = [keys[b]!, keys[a]!];
  };
  return {
    size: (): number => items.length,
    push: (item: number, key: number): void => {
      let at = items.push(item) - 1;
      keys.push(key);
      for (let parent = (at - 1) >> 1; at > 0 && keys[parent]! > keys[at]!; parent = (at - 1) >> 1) {
        swap(at, parent);
        at = parent;
      }
    },
    /** Takes the item with the least key out; undefined when there is none. */
    pop: (): number | undefined => {
      if (items.length === 0) return undefined;
      swap(0, items.length - 1);
      keys.pop();
      const least = items.pop();
      for (let at = 0; ; ) {
        let child = 2 * at + 1;
        if (child >= items.length) break;
        if (child + 1 < items.length && keys[child + 1]! < keys[child]!) child += 1;
        if (keys[child]! >= keys[at]!) break;
        swap(at, child);
        at = child;
      }
      return least;
    },
  };
};
