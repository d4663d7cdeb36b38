/**
 * Kits that a vehicle had given up stayed "in transit" once: on their way to nowhere, with pieces that no order could have. They wait
 * to be fetched; those of orders that were called off since are given back.
 */
export const kitsGivenUp = `
with stuck as (
  select r.id, o.status = 'Cancelled' as is_called_off
  from material_requisition r join work_order o on o.id = r.work_order_id
  where r.status = 'InTransit' and r.issued_at is null and not exists (
    select from transport_order t where t.requisition_id = r.id and t.status in ('Pending','InTransit'))
), told as (
  update material_requisition r set status = case when stuck.is_called_off then 'Cancelled' else 'Requested' end
  from stuck where stuck.id = r.id
)
update material_lot l set reserved = l.reserved - freed.quantity
from (
  select lot_id, sum(quantity)::int as quantity
  from requisition_line join stuck on stuck.id = requisition_id where is_called_off group by lot_id
) freed
where l.id = freed.lot_id;
`;
