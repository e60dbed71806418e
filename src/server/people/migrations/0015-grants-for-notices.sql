-- Who writes the texts of notices, and who is told of letters that are long overdue.
insert into role_grants (role, permission, scope) values
  ('registryHead', 'notices:write', 'all'),
  ('administrator', 'notices:write', 'all'),
  ('registryHead', 'letters:oversee', 'all'),
  ('leader', 'letters:oversee', 'all');
