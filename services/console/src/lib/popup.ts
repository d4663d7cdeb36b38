import { type RefObject, useEffect, useRef, useState } from "react";

export interface Popup {
  readonly isOpen: boolean;
  readonly toggle: () => void;
  /** Around the button and what it opens: a press elsewhere closes it. */
  readonly box: RefObject<HTMLDivElement | null>;
  readonly button: RefObject<HTMLButtonElement | null>;
}

/** What opens below a button of the top bar, until Escape or a press beside it. */
export const usePopup = (): Popup => {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== "Escape") return;
      setOpen(false);
      // What had the keyboard is gone with what was open.
      button.current?.focus();
    };
    const onPress = ({ target }: PointerEvent) => {
      if (target instanceof Node && !box.current?.contains(target)) setOpen(false);
    };
    addEventListener("keydown", onKey);
    addEventListener("pointerdown", onPress);
    return () => {
      removeEventListener("keydown", onKey);
      removeEventListener("pointerdown", onPress);
    };
  }, [isOpen]);
  return { isOpen, toggle: () => setOpen((open) => !open), box, button };
};
