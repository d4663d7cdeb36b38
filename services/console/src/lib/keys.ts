/** Whether what has the keys takes them for itself, as fields do. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;

type Pressed = Pick<KeyboardEvent, "key" | "code" | "altKey" | "ctrlKey" | "metaKey">;

/**
 * The digit or letter that is pressed together with Alt; undefined for none. By what is written on the key: where Alt (Option, AltGr)
 * makes another sign of it, such as { or ź, it is that sign in a field, and elsewhere the key by its place.
 */
export const altKey = (
  { key, code, altKey: isAlt, ctrlKey, metaKey }: Pressed,
  inField: boolean,
): string | undefined => {
  // AltGr is told as Alt with Ctrl.
  if (!isAlt || ctrlKey || metaKey) return undefined;
  // The number pad with Alt writes signs such as ° by their numbers.
  if (code.startsWith("Numpad")) return undefined;
  if (/^[a-z\d]$/i.test(key)) return key.toLowerCase();
  return inField ? undefined : /^(?:Digit(\d)|Key([A-Z]))$/.exec(code)?.slice(1).find(Boolean)?.toLowerCase();
};
