/** Plans of tens of thousands of operations: read in the order of their start, and what a proposal would gate kept beside it. */
export const plantScale = `
create index plan_operation_start on plan_operation (version, start_time, segment, work_order_id);
alter table plan_proposal add column golden_parts jsonb;
`;
