import { createContext, useCallback, useContext } from "react";
import { type Bilingual, useLanguage } from "./language.ts";

export interface PersonName {
  readonly id: string;
  readonly name: Bilingual;
}

/** Names of all who may sign in, read once with the session. */
export const PeopleContext = createContext<readonly PersonName[]>([]);

/** What somebody is called; a cell, an integrator's system or who was let in meanwhile by the id. */
export const usePersonName = (): ((id: string | null) => string) => {
  const people = useContext(PeopleContext);
  const { pick } = useLanguage();
  return useCallback((id) => pick(people.find((one) => one.id === id)?.name) || (id ?? ""), [people, pick]);
};
