-- Who writes question and answer for everybody, and approves what somebody else wrote.
insert into role_grants (role, permission, scope) values
  ('handler', 'knowledge:keep', 'office'),
  ('officeHead', 'knowledge:keep', 'office'),
  ('registryClerk', 'knowledge:keep', 'all'),
  ('registryHead', 'knowledge:keep', 'all');
