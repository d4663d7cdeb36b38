/** A number that stands in a sentence, in digits or words. */
export interface Numeral {
  readonly start: number;
  readonly end: number;
  /**
   * What it may count: one value as a rule, several when the words leave it open ("两三百": 200 or 300), none when they
   * say no number ("几百") or only spell digits ("one zero four two").
   */
  readonly values: readonly number[];
  /** The number that it is as an id, read digit by digit where it is said so: "ten forty two" is 1042. */
  readonly id?: number;
  /** Said digit by digit, as ids are. */
  readonly spelled?: boolean;
  /** "约", "多", "来": not meant to the piece. */
  readonly about?: boolean;
}
