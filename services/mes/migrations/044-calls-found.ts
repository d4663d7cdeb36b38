/** A sentence asks for the runs and calls of its conversation, an act for what its call has made already: neither reads whole tables. */
export const callsFound = `
create index agent_run_conversation on agent_run (conversation_id, started_at);
create index tool_call_run on tool_call (run_id);
create index tool_call_conversation on tool_call (conversation_id);
create index job_order_call on job_order (tool_call_id) where tool_call_id is not null;
create index material_requisition_call on material_requisition (tool_call_id) where tool_call_id is not null;
create index transport_order_requisition on transport_order (requisition_id);
create index playbook_step_call on playbook_step (tool_call_id) where tool_call_id is not null;
create index notice_run on notice (run_id) where run_id is not null;
`;
