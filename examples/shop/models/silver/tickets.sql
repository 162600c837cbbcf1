/* lakesmith
description: What people asked the support desk; alarms of the monitoring are left out and counted.
columns:
  ticket_id: { checks: [not_null, unique] }
  opened_at: { type: timestamp }
  email: { missing: { then: drop, empty_is_missing: true } }
  phone: { missing: { fill: { last: { by: email, order: opened_at } } } }
  topic: { missing: { fill: other } }
  satisfaction: { type: integer, checks: [{ between: { min: 1, max: 5 } }, { avg: { min: 3, severity: warn } }] }
*/
SELECT ticket AS ticket_id, opened_at, first_name, last_name, normalize_email(email) AS email, phone, topic, satisfaction
FROM bronze.support_tickets
