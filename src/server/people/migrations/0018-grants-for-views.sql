-- Whose saved views the whole office may see.
insert into role_grants (role, permission, scope) values
  ('officeHead', 'letters:share', 'office'),
  ('registryHead', 'letters:share', 'office');
