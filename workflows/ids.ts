/**
 * Ids of one house's workflows: `<house>/<kind>/<id>`. Houses that share a Temporal server count their runs, name their playbooks and
 * derive their calls alike: what tells them apart is the task queue that their workers listen on.
 */
export const workflowIds = (taskQueue: string) => idsBehind(`${taskQueue}/`);
export type WorkflowIds = ReturnType<typeof workflowIds>;

/** Of the house of a workflow, known by its own id: so a history is replayed alike wherever that is done. */
export const idsBeside = (workflowId: string): WorkflowIds =>
  idsBehind(/^([^/]+\/)(?:conversation|dispatch|planning|playbook|cell-run)\//.exec(workflowId)?.[1] ?? "");

const idsBehind = (house: string) => ({
  conversation: (conversationId: string): string => `${house}conversation/${conversationId}`,
  dispatch: (toolCallId: string): string => `${house}dispatch/${toolCallId}`,
  planning: (requestId: string): string => `${house}planning/${requestId}`,
  playbook: (playbookId: string, cause: string): string => `${house}playbook/${playbookId}/${cause}`,
  cellRun: (run: string): string => `${house}cell-run/${run}`,
});
