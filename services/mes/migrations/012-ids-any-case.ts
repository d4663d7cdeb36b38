/** Ids as people say them: found whatever the case of their letters. */
export const idsAnyCase = `
create index work_order_id_any_case on work_order (lower(id));
create index material_id_any_case on material (lower(id));
`;
