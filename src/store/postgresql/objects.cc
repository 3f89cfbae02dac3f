// One query of the system catalogs.
//
// Definitions contain the name of the schema; the query removes it so that objects of different
// schemas can be compared. Columns come last, so that a missing table is reported by its name.
// Dropped columns are not counted.
#include "store/postgresql/objects.h"

namespace patchbay::store::postgresql {

const std::string_view kObjects = R"(
WITH place AS MATERIALIZED (
  SELECT n.oid, ' ON ' || quote_ident(n.nspname) || '.' AS by_name,
         ' ON pg_temp' || substr(n.nspname, 8) || '.' AS by_number
  FROM pg_namespace n
  WHERE n.oid = COALESCE((SELECT relnamespace FROM pg_class WHERE oid = to_regclass('meta')),
                         (SELECT oid FROM pg_namespace WHERE nspname = current_schema()))
), relations AS MATERIALIZED (
  SELECT c.*, CASE c.relkind WHEN 'r' THEN 'table' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence'
                WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'c' THEN 'type'
                WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table'
                WHEN 'I' THEN 'partitioned index' ELSE 'relation' END AS word
  FROM pg_class c JOIN place ON c.relnamespace = place.oid
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                      AND d.objid = c.oid AND d.deptype = 'e')
), plain AS (
  SELECT word || ' ' || relname AS name,
         concat_ws(' ', CASE WHEN relkind IN ('i', 'I') THEN pg_get_indexdef(relations.oid) END,
           CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(relations.oid) END,
           array_to_string(reloptions, ','), CASE WHEN relpersistence = 'u' THEN 'unlogged' END,
           CASE WHEN relrowsecurity OR relforcerowsecurity THEN 'with row security' END,
           CASE WHEN relkind IN ('r', 'i') AND NOT pg_table_is_visible(relations.oid)
                THEN 'behind another of its name' END,
           (SELECT CASE WHEN i.indisvalid AND i.indisready THEN NULL ELSE 'not valid' END
            FROM pg_index i WHERE i.indexrelid = relations.oid)) AS definition
  FROM relations
  UNION ALL
  SELECT 'column ' || a.attname || ' on ' || r.relname,
         concat_ws(' ', format_type(a.atttypid, a.atttypmod), (SELECT 'collate ' || l.collname
             FROM pg_collation l WHERE l.oid = a.attcollation AND l.collname <> 'default'),
           CASE WHEN a.attnotnull THEN 'not null' END,
           (SELECT 'default ' || pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
            WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum),
           NULLIF(a.attidentity::text, ''), NULLIF(a.attgenerated::text, ''),
           'at ' || row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum))
  FROM pg_attribute a JOIN relations r ON r.oid = a.attrelid
  WHERE a.attnum > 0 AND NOT a.attisdropped AND r.relkind NOT IN ('i', 'I')
  UNION ALL
  SELECT 'constraint ' || c.conname || ' on ' || r.relname,
         concat_ws(' ', pg_get_constraintdef(c.oid), CASE WHEN NOT c.convalidated THEN 'not valid' END)
  FROM pg_constraint c JOIN relations r ON r.oid = c.conrelid
  UNION ALL
  SELECT 'trigger ' || t.tgname || ' on ' || r.relname,
         concat_ws(' ', pg_get_triggerdef(t.oid), NULLIF(t.tgenabled::text, 'O'))
  FROM pg_trigger t JOIN relations r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT 'rule ' || w.rulename || ' on ' || r.relname, pg_get_ruledef(w.oid)
  FROM pg_rewrite w JOIN relations r ON r.oid = w.ev_class WHERE w.rulename <> '_RETURN'
  UNION ALL
  SELECT 'policy ' || p.polname || ' on ' || r.relname,
         concat_ws(' ', p.polcmd::text, pg_get_expr(p.polqual, p.polrelid),
                   pg_get_expr(p.polwithcheck, p.polrelid))
  FROM pg_policy p JOIN relations r ON r.oid = p.polrelid
  UNION ALL
  SELECT 'inheritance of ' || r.relname || ' by ' || i.inhrelid::regclass::text, ''
  FROM pg_inherits i JOIN relations r ON r.oid = i.inhparent
  UNION ALL
  SELECT 'inheritance of ' || i.inhparent::regclass::text || ' by ' || r.relname, ''
  FROM pg_inherits i JOIN relations r ON r.oid = i.inhrelid
  UNION ALL
  SELECT 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
         concat_ws(' ', p.prokind::text, pg_get_function_result(p.oid), p.prosrc)
  FROM pg_proc p JOIN place ON p.pronamespace = place.oid
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass
                      AND d.objid = p.oid AND d.deptype = 'e')
  UNION ALL
  SELECT 'type ' || t.typname, concat_ws(' ', t.typtype::text, format_type(t.typbasetype, t.typtypmod))
  FROM pg_type t JOIN place ON t.typnamespace = place.oid
  WHERE t.typrelid = 0 AND t.typcategory <> 'A'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass
                      AND d.objid = t.oid AND d.deptype = 'e')
  UNION ALL
  SELECT 'operator ' || o.oprname || ' (' || format_type(o.oprleft, NULL) || ', ' ||
         format_type(o.oprright, NULL) || ')', o.oprcode::text
  FROM pg_operator o JOIN place ON o.oprnamespace = place.oid
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_operator'::regclass
                      AND d.objid = o.oid AND d.deptype = 'e')
)
SELECT plain.name, COALESCE(replace(replace(replace(plain.definition, by_name, ' ON '),
                                            by_number, ' ON '), ' ON pg_temp.', ' ON '), '')
FROM plain, place ORDER BY plain.name LIKE 'column %', 1, 2
)";

}  // namespace patchbay::store::postgresql
