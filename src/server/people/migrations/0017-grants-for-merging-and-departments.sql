-- Who answers letters together, and who keeps the directory of other departments.
insert into role_grants (role, permission, scope) values
  ('handler', 'letters:merge', 'office'),
  ('officeHead', 'letters:merge', 'office'),
  ('registryClerk', 'letters:merge', 'all'),
  ('registryHead', 'letters:merge', 'all'),
  ('registryClerk', 'departments:manage', 'all'),
  ('registryHead', 'departments:manage', 'all');
