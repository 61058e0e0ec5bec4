//! The questions that are put to the catalogue: plain, read-only, one purpose each.
//!
//! They are sent as they stand. Whatever they answer is text, and none of the columns can be
//! null, since `run_sql` shows that as a word (contracts: hasura §4.4). Each says at its head which
//! question it is: for whoever reads the database's log, and for the sandbox, which has no SQL.

/// Tables, views and the like, without partitions.
pub(crate) const TABLES: &str = "\
/* st-hasura: tables */
SELECT n.nspname AS table_schema, c.relname AS table_name, c.relkind AS kind
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
AND NOT c.relispartition
AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'hdb_catalog', 'hdb_views')
ORDER BY n.nspname, c.relname";

/// Columns in their order, with the internal names of their types.
pub(crate) const COLUMNS: &str = "\
/* st-hasura: columns */
SELECT n.nspname AS table_schema, c.relname AS table_name, a.attname AS column_name, \
t.typname AS type_name
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
WHERE a.attnum > 0
AND NOT a.attisdropped
AND c.relkind IN ('r', 'p')
AND NOT c.relispartition
AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'hdb_catalog', 'hdb_views')
ORDER BY n.nspname, c.relname, a.attnum";

/// Primary keys and unique constraints, a row a column.
pub(crate) const KEYS: &str = "\
/* st-hasura: keys */
SELECT n.nspname AS table_schema, c.relname AS table_name, k.conname AS constraint_name, \
k.contype AS kind, a.attname AS column_name
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS u (attnum, place)
JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
WHERE k.contype IN ('p', 'u')
AND NOT c.relispartition
AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'hdb_catalog', 'hdb_views')
ORDER BY n.nspname, c.relname, k.conname, u.place";

/// Foreign keys, a row a pair of columns. Those that the database made itself, for partitions of
/// the table that is referred to, have a parent.
pub(crate) const FOREIGN_KEYS: &str = "\
/* st-hasura: foreign keys */
SELECT n.nspname AS table_schema, c.relname AS table_name, k.conname AS constraint_name, \
a.attname AS column_name, fn.nspname AS foreign_schema, fc.relname AS foreign_table, \
fa.attname AS foreign_column
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_class fc ON fc.oid = k.confrelid
JOIN pg_catalog.pg_namespace fn ON fn.oid = fc.relnamespace
CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS u (attnum, foreign_attnum, place)
JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
JOIN pg_catalog.pg_attribute fa ON fa.attrelid = k.confrelid AND fa.attnum = u.foreign_attnum
WHERE k.contype = 'f'
AND k.conparentid = 0
AND NOT c.relispartition
AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'hdb_catalog', 'hdb_views')
ORDER BY n.nspname, c.relname, k.conname, u.place";

/// All of them, in the order in which [`super::read`] takes the answers.
pub(crate) const ALL: [&str; 4] = [TABLES, COLUMNS, KEYS, FOREIGN_KEYS];
