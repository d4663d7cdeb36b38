/** Why a plan was made as what it is, to be told in the language of who reads it; it was a text in one language. */
export const planReason = `
alter table plan add column told jsonb;
update plan set told = case
  when request_id = 'initial' then jsonb_build_object('kind', 'first')
  else coalesce(
    (select jsonb_build_object('kind', 'repair', 'happening', happening) from plan_proposal p where p.version = plan.version),
    jsonb_build_object('kind', 'asked', 'text', reason)
  )
end;
alter table plan drop column reason;
alter table plan rename column told to reason;
alter table plan alter column reason set not null;
`;
