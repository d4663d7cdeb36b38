const listeners = new Set<() => void>();

/** Calls back when the server says, on whatever way, that who asks is not signed in (any more). */
export const onSignedOut = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Looks at the code of an error of the server, for whoever waits for the session's end. */
export const heedCode = (code: string | undefined): void => {
  if (code === "UNAUTHENTICATED") for (const listener of listeners) listener();
};
