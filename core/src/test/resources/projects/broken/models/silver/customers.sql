-- a comment before the header is fine
/* lakesmith
materialised: merge
unique_key: id
columns:
  id:
    type: interval
    checks: [not_nul, unique, unique, { accepted_values: [] }, { matches: '(?=a)' }]
  age:
    checks:
      - between: { min: 10, max: 1 }
      - between: { severity: warn }
      - relationships: { to: customers, field: id }
      - relationships: { to: silver.custmers, fields: id }
      - { unique: , not_null: }
      - { matches: '[', severity: warn }
      - accepted_values: { values: a, severity: loud, name: Not A Name }
      - {}
checks:
  - { sql: "SELECT 1", severity: quarantine }
  - { unique: [a, b], name: pair }
  - { unique: [] }
  - { name: nothing }
tags: [a b]
*/
SELECT 1
