const focusable = "button, [href], input, select, textarea, summary, [tabindex]:not([tabindex='-1'])";

const takes = (element: HTMLElement | SVGElement): boolean =>
  element.isConnected && !element.matches(":disabled") && element.checkVisibility();

/** So many places are remembered that one may be led back to. */
const remembered = 12;

/**
 * Where the keys go on when what had them is taken away: out from where it was, to what was used there before, else to what comes first
 * there. So who closes a panel is back at what opened it, and who answers a question is still in its row.
 *
 * @param around What it stood in, innermost first.
 * @param used What had the keys before, newest last.
 */
const nextPlace = (
  around: readonly Element[],
  used: readonly (HTMLElement | SVGElement)[],
): HTMLElement | SVGElement | undefined => {
  for (const box of around.filter(({ isConnected }) => isConnected)) {
    const next =
      used.findLast((one) => box.contains(one) && takes(one)) ??
      [...box.querySelectorAll<HTMLElement | SVGElement>(focusable)].find(takes);
    if (next) return next;
  }
  return undefined;
};

/**
 * Who works by keyboard goes on where they were when the button that they pressed is taken away, or cannot be pressed for a moment:
 * the browser would begin at the top of the page. Gives what ends that.
 */
export const keepFocus = (): (() => void) => {
  const used: (HTMLElement | SVGElement)[] = [];
  let around: Element[] = [];
  // By touch nothing needs the focus, and a field that has it brings up the keyboard on the screen.
  let isByKey = false;
  const onKey = () => {
    isByKey = true;
  };
  const onPointer = () => {
    isByKey = false;
  };
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement || target instanceof SVGElement) || !target.closest("main")) return;
    const known = used.indexOf(target);
    if (known >= 0) used.splice(known, 1);
    used.push(target);
    if (used.length > remembered) used.shift();
    around = [];
    for (let box = target.parentElement; box && box !== document.body; box = box.parentElement)
      around.push(box);
  };
  const observer = new MutationObserver(() => {
    const last = used.at(-1);
    if (!isByKey || !last || (document.activeElement && document.activeElement !== document.body)) return;
    if (last.isConnected && !last.closest("main")) return;
    if (last.isConnected) {
      // It was not taken away: it can be pressed again, or will be.
      if (takes(last)) last.focus();
      return;
    }
    used.pop();
    nextPlace(around, used)?.focus();
  });
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["disabled"],
  });
  addEventListener("keydown", onKey, true);
  addEventListener("pointerdown", onPointer, true);
  addEventListener("focusin", onFocus);
  return () => {
    observer.disconnect();
    removeEventListener("keydown", onKey, true);
    removeEventListener("pointerdown", onPointer, true);
    removeEventListener("focusin", onFocus);
  };
};
