/** Roles a person can hold; a policy names the one that may confirm. */
export const personRoles = [
  "planner",
  "dispatcher",
  "process",
  "repair",
  "automation",
  "manager",
  "integrator",
] as const;
export type PersonRole = (typeof personRoles)[number];

interface Words {
  readonly zh: string;
  readonly en: string;
}

const roleNames: Readonly<Record<PersonRole, Words>> = {
  planner: { zh: "计划员", en: "planner" },
  dispatcher: { zh: "调度员", en: "dispatcher" },
  process: { zh: "工艺员", en: "process engineer" },
  repair: { zh: "维修员", en: "repair technician" },
  automation: { zh: "自动化工程师", en: "automation engineer" },
  manager: { zh: "厂长", en: "plant manager" },
  integrator: { zh: "系统集成员", en: "integrator" },
};

/** Who holds a role, as people say it; a role of another version by its own name. */
export const roleSaid = (role: string): Words =>
  (roleNames as Readonly<Record<string, Words>>)[role] ?? { zh: role, en: role };

/** Whoever holds one of the roles: "a planner or a dispatcher". */
export const rolesSaid = (roles: readonly string[]): Words => {
  const names = roles.map(roleSaid);
  return {
    zh: names.map(({ zh }) => zh).join("或"),
    en: names.map(({ en }) => `${/^[aeiou]/.test(en) ? "an" : "a"} ${en}`).join(" or "),
  };
};
