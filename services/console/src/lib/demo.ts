import { useEffect, useState } from "react";

let asked: Promise<boolean> | undefined;

/** Whether this is the demonstration plant: it alone names people to sign in as. */
export const isDemo = (): Promise<boolean> => {
  asked ??= fetch("/auth/demo-users")
    .then((response) => response.json())
    .then((people: readonly unknown[]) => people.length > 0);
  // What could not be asked is asked again next time.
  asked.catch(() => (asked = undefined));
  return asked;
};

/** False until it is known. */
export const useDemo = (): boolean => {
  const [demo, setDemo] = useState(false);
  useEffect(() => {
    isDemo().then(setDemo, () => {});
  }, []);
  return demo;
};
