import { roundTo } from "./rounding.ts";
import type { Sweep } from "./sweep.ts";

/** Rules that can be priced: what each lacks, what a typical need counts for, and from which waits on needs count. */
export interface Stated {
  readonly sweep: Sweep;
  readonly lack: Float64Array;
  readonly typical: Float64Array;
  /** Which rule each was as it was given. */
  readonly given: Int32Array;
}

/** Who counts as sure to wait: who did in so large a share of the last rounds; nobody, to begin with. */
const sureShares = [2, 1, 0.9, 0.75, 0.5];
/** A rule is added where this share of what it lacks is missing. */
const leastMissing = 0.03;
/** Units tried for each rule. */
const mostUnits = 24;
/** Whose pieces are no unit: who counted nearly always. */
const nearlySure = 0.98;

/** In which share of the last rounds rows picked waits as long as one. */
export const createRecord = (rows: number, rounds: number) => {
  const picks = new Float64Array(rows * rounds);
  let seen = 0;
  return {
    /** Takes down what all rows picked in a round, in the place of the oldest. */
    note: (picked: Float64Array): void => {
      for (let row = 0; row < rows; row += 1) picks[row * rounds + (seen % rounds)] = picked[row]!;
      seen += 1;
    },
    share: (row: number, wait: number): number => {
      const known = Math.min(seen, rounds);
      let count = 0;
      for (let at = row * rounds; at < row * rounds + known; at += 1) if (picks[at]! >= wait) count += 1;
      return count / known;
    },
  };
};
export type WaitRecord = ReturnType<typeof createRecord>;

/** How often each entry of a sweep counted in the last rounds. */
const oftenOf = ({ orders, first, wait }: Sweep, record: WaitRecord): Float64Array => {
  const often = new Float64Array(wait.length);
  for (let row = 0; row < orders.length; row += 1)
    for (let at = first[row]!; at < first[row + 1]!; at += 1)
      // Entries stand in the order of their waits: who never waits for one does not for the next.
      often[at] =
        at > first[row]! && (often[at - 1] === 0 || wait[at] === wait[at - 1])
          ? often[at - 1]!
          : record.share(row, wait[at]!);
  return often;
};

/** Who counts for each rule and did in any of the last rounds, closed: how often, and by how many pieces. */
const everOf = ({ sweep: { rule, pieces }, lack }: Stated, often: Float64Array) => {
  const first = new Int32Array(lack.length + 1);
  for (let at = 0; at < rule.length; at += 1) if (often[at]! > 0) first[rule[at]! + 1]! += 1;
  for (let one = 0; one < lack.length; one += 1) first[one + 1]! += first[one]!;
  const place = first.slice();
  const share = new Float64Array(first.at(-1)!);
  const count = new Float64Array(share.length);
  for (let at = 0; at < rule.length; at += 1) {
    if (often[at] === 0) continue;
    const to = place[rule[at]!]!++;
    share[to] = often[at]!;
    count[to] = pieces[at]!;
  }
  return { first, share, count };
};

/** How a rule is stated anew. */
interface Statement {
  /** Who counted in so large a share of the last rounds is sure to wait. */
  readonly sure: number;
  readonly asked: number;
  readonly count: (pieces: number) => number;
}

const sameOf = (pieces: number): number => pieces;

/** The most violated of all ways to state each rule without those who are sure to wait; undefined where none is. */
const mostViolated = (stated: Stated, often: Float64Array, rounding: boolean): (Statement | undefined)[] => {
  const { first, share, count } = everOf(stated, often);
  return Array.from(stated.lack, (lack, rule) => {
    let found: Statement | undefined;
    let most = leastMissing;
    const from = first[rule]!;
    const end = first[rule + 1]!;
    for (const sure of sureShares) {
      let left = lack;
      for (let at = from; at < end; at += 1) if (share[at]! >= sure) left -= count[at]!;
      if (left <= 0) continue;
      const try_ = (asked: number, counted: (pieces: number) => number): void => {
        let met = 0;
        for (let at = from; at < end; at += 1)
          if (share[at]! < sure) met += share[at]! * Math.min(asked, counted(count[at]!));
        const missing = 1 - met / asked;
        if (missing <= most) return;
        most = missing;
        found = { sure, asked, count: counted };
      };
      try_(left, sameOf);
      const units = new Set<number>();
      for (let at = from; rounding && at < end && units.size < mostUnits; at += 1)
        if (share[at]! < sure && share[at]! < nearlySure && count[at]! < left) units.add(count[at]!);
      for (const unit of units) {
        const way = roundTo(left, unit);
        if (way) try_(way.asked, way.count);
      }
    }
    return found;
  });
};

/**
 * Drops the rules that pay nothing, and states others anew without those who are sure to wait: what they leave short the others
 * have to wait for, and each of these counts for no more than that. It holds whoever waits in the end (knapsack cover inequalities:
 * Carr, Fleischer, Leung and Phillips 2000), and is the stronger the less is left short. With `rounding` it is also rounded to
 * units where that is stronger still.
 *
 * @returns The rules, and by each the one that it was before, -1 for a new one.
 */
export const restate = (
  whole: Stated,
  now: Stated,
  pay: Float64Array,
  record: WaitRecord,
  rounding: boolean,
): { stated: Stated; before: Int32Array } => {
  const often = oftenOf(whole.sweep, record);
  const statements = mostViolated(whole, often, rounding);
  const before: number[] = [];
  const lack: number[] = [];
  const typical: number[] = [];
  const given: number[] = [];
  const keptAs = Int32Array.from(now.lack, (pieces, rule) => {
    if (pay[rule] === 0) return -1;
    lack.push(pieces);
    typical.push(now.typical[rule]!);
    given.push(now.given[rule]!);
    return before.push(rule) - 1;
  });
  const addedAs = Int32Array.from(statements, (statement, rule) => {
    if (!statement) return -1;
    lack.push(statement.asked);
    typical.push(Math.min(whole.typical[rule]!, statement.asked));
    given.push(rule);
    return before.push(-1) - 1;
  });
  const { first } = whole.sweep;
  const closed = new Int32Array(first.length);
  const most = whole.sweep.rule.length + now.sweep.rule.length;
  const rule = new Int32Array(most);
  const wait = new Float64Array(most);
  const pieces = new Float64Array(most);
  let filled = 0;
  const tell = (of: Sweep, at: number, as: number, count: number): void => {
    rule[filled] = as;
    wait[filled] = of.wait[at]!;
    pieces[filled] = count;
    filled += 1;
  };
  for (let row = 0; row + 1 < first.length; row += 1) {
    let old = now.sweep.first[row]!;
    const end = now.sweep.first[row + 1]!;
    const tellOld = (limit: number): void => {
      for (; old < end && now.sweep.wait[old]! <= limit; old += 1) {
        const as = keptAs[now.sweep.rule[old]!]!;
        if (as >= 0) tell(now.sweep, old, as, now.sweep.pieces[old]!);
      }
    };
    for (let at = first[row]!; at < first[row + 1]!; at += 1) {
      const as = addedAs[whole.sweep.rule[at]!]!;
      const statement = statements[whole.sweep.rule[at]!];
      if (!statement || often[at]! >= statement.sure) continue;
      tellOld(whole.sweep.wait[at]!);
      tell(whole.sweep, at, as, statement.count(whole.sweep.pieces[at]!));
    }
    tellOld(Number.POSITIVE_INFINITY);
    closed[row + 1] = filled;
  }
  return {
    stated: {
      lack: Float64Array.from(lack),
      typical: Float64Array.from(typical),
      given: Int32Array.from(given),
      sweep: {
        ...whole.sweep,
        first: closed,
        rule: rule.slice(0, filled),
        wait: wait.slice(0, filled),
        pieces: pieces.slice(0, filled),
      },
    },
    before: Int32Array.from(before),
  };
};
