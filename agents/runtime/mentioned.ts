/** What the conversation mentioned last, for "it" and "that line". */
export interface Mentioned {
  readonly order?: string | undefined;
  readonly line?: string | undefined;
}
