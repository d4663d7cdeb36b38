/** Names as people say them: a sentence asks for the customers and the words of materials that it may name, not for all there are. */
export const namesSaid = `
create index sales_order_customer_any_case on sales_order (lower(customer));
create index material_name_words on material using gin (
  regexp_split_to_array(lower(normalize(name_zh || ' ' || name_en, NFKC)), '[\\s,，()（）]+')
);
`;
