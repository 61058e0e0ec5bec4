create table kind (value text primary key, about text);
insert into kind values ('small', 'fits a pocket'), ('large', 'does not');
create table item (
  id serial primary key,
  owner text,
  kind text not null references kind,
  size int check (size > 0),
  twice int generated always as (size * 2) stored
);
insert into item (owner, kind, size) values ('u-1', 'small', 1), ('u-2', 'large', 9);
create function touched() returns trigger language plpgsql as 'begin return new; end';
create trigger item_touch before insert on item for each row execute function touched();
create function search_items(word text) returns setof item language sql stable
  as $$ select * from item where owner like word $$;
create function item_upper(i item) returns text language sql stable as $$ select upper(i.owner) $$;
create view item_view as select id, owner from item;
create materialized view item_snapshot as select id from item with no data;
create view item_setting as select id from item where owner = current_setting('app.user');
create view untracked_setting as select current_setting('app.other') as value;
