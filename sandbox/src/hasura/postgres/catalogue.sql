-- Tables, views and the like with their columns and keys, as one JSON text.
select coalesce(json_agg(entry order by entry->>'schema', entry->>'name'), '[]')::text
from (
  select json_build_object(
    'schema', space.nspname,
    'name', class.relname,
    'quoted', format('%I.%I', space.nspname, class.relname),
    'comment', obj_description(class.oid, 'pg_class'),
    'columns', (
      select coalesce(json_agg(json_build_object(
        'name', attribute.attname,
        -- A domain counts as what it is made of.
        'type', case
          when kind.typcategory = 'A' then format_type(kind.oid, null)
          when kind.typtype = 'd' then base.typname::text
          else kind.typname::text
        end,
        'nullable', not attribute.attnotnull,
        'default', pg_get_expr(fallback.adbin, fallback.adrelid)
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
