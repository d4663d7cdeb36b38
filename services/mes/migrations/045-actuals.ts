/** When an operation began and ended is told by its job alone: a copy in the plan missed what was reported while the plan was being stored. */
export const actuals = `
alter table plan_operation drop column actual_start, drop column actual_end;
`;
