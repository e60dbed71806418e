insert into role_grants (role, permission, scope) values
  ('handler', 'letters:publish', 'office'),
  ('officeHead', 'letters:publish', 'office'),
  ('registryClerk', 'letters:publish', 'all'),
  ('registryHead', 'letters:publish', 'all'),
  ('administrator', 'calendar:manage', 'all');
