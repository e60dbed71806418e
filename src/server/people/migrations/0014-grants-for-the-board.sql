-- Who looks at messages before anybody reads them.
insert into role_grants (role, permission, scope) values
  ('registryClerk', 'letters:moderate', 'all'),
  ('registryHead', 'letters:moderate', 'all');
