/* lakesmith
description: The records of CRM, web shop and support desk; those of one person have the same person_key.
conform:
  key: person_key
  record: [system, id]
  match:
    email: email_key(email)
    # a household has one phone, so the first name belongs to it
    phone_and_first_name: ["phone_e164(phone, 'DE')", name_key(first_name)]
*/
SELECT 'crm' AS system, customer_id AS id, first_name, last_name, email, phone, updated_at FROM silver.customers
UNION ALL
SELECT 'shop', account_id, first_name, last_name, email, phone, updated_at FROM silver.accounts
UNION ALL
SELECT 'support', ticket_id, first_name, last_name, email, phone, opened_at FROM silver.tickets
