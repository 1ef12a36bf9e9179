-- The two roles of the bank's database, for psql as an administrator, once, in an empty database:
-- bank_owner migrates and splits tables; bank_teller serves, and can change no table's shape and grant nothing.
-- Passwords are read from files, so that they are in no history and no list of processes.
\set ON_ERROR_STOP on
\if :{?secrets} \else \set secrets /run/secrets \endif
\set owner_password `cat :secrets/database-owner-password`
\set teller_password `cat :secrets/database-teller-password`

create role bank_owner login password :'owner_password';
create role bank_teller login password :'teller_password';

-- Otherwise everybody who may connect could make tables of their own.
revoke all on database :"DBNAME" from public;
revoke all on schema public from public;
grant connect on database :"DBNAME" to bank_owner, bank_teller;
grant usage, create on schema public to bank_owner;
grant usage on schema public to bank_teller;

-- What bank_owner makes from now on, bank_teller may read and write.
alter default privileges for role bank_owner in schema public
  grant select, insert, update, delete on tables to bank_teller;
