-- Who keeps the register of reading places, and who notes at the counter how many came.
insert into role_grants (role, permission, scope) values
  ('registryClerk', 'readingPlaces:write', 'all'),
  ('registryClerk', 'readingPlaces:log', 'all'),
  ('registryHead', 'readingPlaces:write', 'all'),
  ('registryHead', 'readingPlaces:log', 'all'),
  ('doorStaff', 'readingPlaces:log', 'all');
