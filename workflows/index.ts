export { cellRun } from "./cell-run.ts";
export { conversation } from "./conversation.ts";
export { dispatch } from "./dispatch.ts";
export { planning } from "./planning.ts";
export { playbook } from "./playbook.ts";
