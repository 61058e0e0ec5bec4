-- Tables, views and the like with their columns and keys, as one JSON text.
-- In the order in which they were made.
select coalesce(json_agg(entry order by (entry->>'oid')::bigint), '[]')::text
from (
  select json_build_object(
    'oid', class.oid::bigint,
    'schema', space.nspname,
    'name', class.relname,
    'quoted', format('%I.%I', space.nspname, class.relname),
    'kind', class.relkind,
    'comment', obj_description(class.oid, 'pg_class'),
    -- Bits of the commands that may write: 4 update, 8 insert, 16 delete.
    'writes', pg_relation_is_updatable(class.oid, true),
    'checks', (
      select coalesce(json_agg(key.conname order by key.conname), '[]')
      from pg_constraint as key
      where key.conrelid = class.oid and key.contype in ('c', 'x')
    ),
    'triggers', (
      select coalesce(json_agg(hook.tgname order by hook.tgname), '[]')
      from pg_trigger as hook
      where hook.tgrelid = class.oid and not hook.tgisinternal
    ),
    'columns', (
      select coalesce(json_agg(json_build_object(
        'name', attribute.attname,
        -- A domain counts as what it is made of.
        'type', case
          when kind.typcategory = 'A' then format_type(kind.oid, null)
          -- The length, which the modifier counts with its own four bytes.
          when coalesce(base.typname, kind.typname) in ('bpchar', 'varchar')
              and greatest(attribute.atttypmod, kind.typtypmod) > 4
            then format(
              '%s(%s)',
              coalesce(base.typname, kind.typname),
              greatest(attribute.atttypmod, kind.typtypmod) - 4
            )
          when coalesce(base.typname, kind.typname) = 'numeric'
            then format_type('numeric'::regtype, greatest(attribute.atttypmod, kind.typtypmod))
          else coalesce(base.typname, kind.typname)::text
        end,
        'labels', (
          select json_agg(label.enumlabel order by label.enumsortorder)
          from pg_enum as label
          where label.enumtypid = kind.oid
        ),
        'nullable', not attribute.attnotnull,
        'default', pg_get_expr(fallback.adbin, fallback.adrelid),
        'generated', attribute.attgenerated <> '',
        'comment', col_description(class.oid, attribute.attnum),
        -- The last number of the sequence that fills it in; it may be hidden from this user.
        'sequence', (
          select coalesce(sequence.last_value, sequence.start_value - sequence.increment_by)
          from pg_sequences as sequence
          where format('%I.%I', sequence.schemaname, sequence.sequencename)::regclass = coalesce(
            pg_get_serial_sequence(format('%I.%I', space.nspname, class.relname), attribute.attname),
            substring(pg_get_expr(fallback.adbin, fallback.adrelid) from '^nextval\(''([^'']+)''')
          )::regclass
        )
      ) order by attribute.attnum), '[]')
      from pg_attribute as attribute
      join pg_type as kind on kind.oid = attribute.atttypid
      left join pg_type as base on base.oid = kind.typbasetype
      left join pg_attrdef as fallback
        on fallback.adrelid = attribute.attrelid and fallback.adnum = attribute.attnum
      where attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped
    ),
    'keys', (
      select coalesce(json_agg(json_build_object(
        'kind', key.contype,
        'name', key.conname,
        'on_delete', key.confdeltype,
        'on_update', key.confupdtype,
        'columns', (
          select json_agg(attribute.attname order by place.nr)
          from unnest(key.conkey) with ordinality as place (attnum, nr)
          join pg_attribute as attribute
            on attribute.attrelid = key.conrelid and attribute.attnum = place.attnum
        ),
        'schema', other_space.nspname,
        'table', other.relname,
        'references', (
          select json_agg(attribute.attname order by place.nr)
          from unnest(key.confkey) with ordinality as place (attnum, nr)
          join pg_attribute as attribute
            on attribute.attrelid = key.confrelid and attribute.attnum = place.attnum
        )
      ) order by key.conname), '[]')
      from pg_constraint as key
      left join pg_class as other on other.oid = key.confrelid
      left join pg_namespace as other_space on other_space.oid = other.relnamespace
      where key.conrelid = class.oid and key.contype in ('p', 'u', 'f')
    )
  ) as entry
  from pg_class as class
  join pg_namespace as space on space.oid = class.relnamespace
  where class.relkind in ('r', 'v', 'm', 'f', 'p')
    and space.nspname not in ('information_schema', 'hdb_catalog', 'hdb_views')
    and space.nspname !~ '^pg_'
) as entries
