-- Who writes what the bureau invites to, who publishes it, and who stands at the door.
insert into role_grants (role, permission, scope) values
  ('registryClerk', 'openDays:read', 'all'),
  ('registryClerk', 'openDays:write', 'all'),
  ('registryClerk', 'openDays:admit', 'all'),
  ('registryHead', 'openDays:read', 'all'),
  ('registryHead', 'openDays:write', 'all'),
  ('registryHead', 'openDays:publish', 'all'),
  ('registryHead', 'openDays:admit', 'all'),
  ('leader', 'openDays:read', 'all'),
  ('leader', 'openDays:publish', 'all'),
  ('doorStaff', 'openDays:admit', 'all');
