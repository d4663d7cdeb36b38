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
