/**
 * Counts of values in nested groups, such as a cause, the cause in a family, the cause in one product, with
 * probabilities that fall back from each group on the one around it where there is little to go by: Dirichlet smoothing
 * whose base measure is the outer group's estimate (MacKay and Peto, "A hierarchical Dirichlet language model", 1995).
 */
export class NestedCounts {
  private readonly groups = new Map<string, Map<string, number>>();
  private readonly concentration: number;
  private readonly values: number;

  /**
   * @param concentration Cases that the outer group's estimate counts for in the inner one.
   * @param values How many values there may be; what was never seen in any group shares evenly.
   */
  constructor(concentration: number, values: number) {
    this.concentration = concentration;
    this.values = values;
  }

  /** Adds a case, or with -1 takes one away, in every group of the path. */
  add(path: readonly string[], value: string, weight: number): void {
    for (const group of path) {
      let counts = this.groups.get(group);
      if (!counts) {
        counts = new Map();
        this.groups.set(group, counts);
      }
      counts.set(value, (counts.get(value) ?? 0) + weight);
      counts.set("", (counts.get("") ?? 0) + weight);
    }
  }

  /** @param path From the outermost group to the innermost. */
  probability(path: readonly string[], value: string): number {
    let estimate = 1 / this.values;
    for (const group of path) {
      const counts = this.groups.get(group);
      if (!counts) continue;
      estimate =
        ((counts.get(value) ?? 0) + this.concentration * estimate) /
        ((counts.get("") ?? 0) + this.concentration);
    }
    return estimate;
  }

  /** How many of a value were counted in a group. */
  countOf(group: string, value: string): number {
    return this.groups.get(group)?.get(value) ?? 0;
  }
}
