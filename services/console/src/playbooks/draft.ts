import { type Definition, withValue } from "./types.ts";

/** What the house has of a playbook. */
export interface Stored {
  readonly version: number;
  readonly definition: Definition;
}

/** Under which a draft is kept; of a playbook that has no id yet without one. */
export const draftOf = (id: string | undefined): string => `playbook/${id ?? "new"}`;

/** What a person has made of it and the house does not have yet. */
export interface Draft extends Stored {
  /** Sent and taken: it stands for what is stored until that has come. */
  readonly isSaved: boolean;
}

/** The draft as long as it is needed: one that was saved gives way to what is stored. */
export const ownOf = (draft: Draft | undefined, stored: Stored): Draft | undefined =>
  draft && (!draft.isSaved || draft.version > stored.version) ? draft : undefined;

/** The draft with another value in it; a version that somebody else saves meanwhile takes nothing out of it. */
export const edited = (
  draft: Draft | undefined,
  stored: Stored,
  path: readonly (string | number)[],
  value: unknown,
): Draft => {
  const { version, definition } = ownOf(draft, stored) ?? stored;
  return { version, definition: withValue(definition, path, value), isSaved: false };
};

/** What was sent while that was stored is the version behind it. */
export const saved = (definition: Definition, { version }: Stored): Draft => ({
  version: version + 1,
  definition,
  isSaved: true,
});

/** What is left to be saved once something was: what was changed while that was on its way, as a change of what was sent. */
export const leftOf = (draft: Draft | undefined, sent: Draft): Draft | undefined =>
  draft && draft.definition !== sent.definition ? { ...draft, version: sent.version } : undefined;

/** Whether somebody has saved the playbook since the draft was begun. */
export const isOutdated = (draft: Draft | undefined, stored: Stored): boolean =>
  draft !== undefined && !draft.isSaved && draft.version < stored.version;
