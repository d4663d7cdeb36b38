interface Version {
  readonly documentId: string;
  readonly version: number;
}

/** Under which it is kept what is typed of a version and not saved. */
export const draftsOf = ({ documentId, version }: Version): string => `instruction/${documentId}/${version}`;
/** The same of one of its steps. */
export const draftOf = (of: Version, step: { readonly id: string }): string => `${draftsOf(of)}/${step.id}`;
