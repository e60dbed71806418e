insert into role_grants (role, permission, scope) values
  ('handler', 'letters:review', 'office'),
  ('officeHead', 'letters:review', 'office'),
  ('registryClerk', 'letters:review', 'all'),
  ('registryHead', 'letters:review', 'all'),
  ('leader', 'letters:review', 'all');
