// Manual changes of a TamperedStore in SQL, and what verification reports.
#include "store/tampered.h"

namespace patchbay::store {
namespace {

constexpr const char* kHash = "customer 101: the hash of version ";
constexpr const char* kAlice = "principal 1: its row was altered";
constexpr const char* kRole = "role 7: its row was altered";
constexpr const char* kSeal1 = "seal 1 ";
constexpr const char* kSeal2 = "seal 2 ";

constexpr Tampering kTamperings[] = {
    // Customers and their history.
    {"value", "UPDATE customers SET doc = replace(doc, '\"c\"', '\"d\"') WHERE id = 101",
     "customer 101: version 4 of history set notes"},
    {"history",
     "UPDATE entries SET differences = replace(differences, '\"b\"', '\"x\"')"
     " WHERE customer = 101 AND version = 3",
     "customer 101: version 3 of history set notes"},
    {"history_and_value_alike",
     "UPDATE entries SET differences = replace(differences, '\"c\"', '\"d\"');"
     "UPDATE customers SET doc = replace(doc, '\"c\"', '\"d\"') WHERE id = 101",
     kHash},
    {"uuid", "UPDATE customers SET uuid = '00000000-0000-4000-8000-00000000ffff' WHERE id = 101",
     "customer 101: the hash of version 1"},
    {"uuids_exchanged",
     "UPDATE customers SET uuid = 'x' WHERE id = 101;"
     "UPDATE customers SET uuid = (SELECT uuid FROM old_customers WHERE id = 101) WHERE id = 124;"
     "UPDATE customers SET uuid = (SELECT uuid FROM old_customers WHERE id = 124) WHERE id = 101",
     "customer 101: the hash of version 1"},
    {"principal", "UPDATE entries SET principal = 'mallory' WHERE customer = 101 AND version = 2",
     kHash},
    {"principal_number", "UPDATE entries SET principal_id = 8 WHERE customer = 101 AND version = 2",
     kHash},
    {"time", "UPDATE entries SET time_us = time_us + 1 WHERE customer = 101 AND version = 1",
     kHash},
    {"door", "UPDATE entries SET door = 'native' WHERE customer = 101 AND version = 3", kHash},
    {"source", "UPDATE entries SET source = '' WHERE customer = 101 AND version = 3", kHash},
    {"action", "UPDATE entries SET action = 'move' WHERE customer = 101 AND version = 3", kHash},
    {"warnings", "UPDATE entries SET warnings = '[]' WHERE customer = 101 AND version = 3", kHash},
    {"reason", "UPDATE entries SET reason = '' WHERE customer = 101 AND version = 4", kHash},
    {"request_of_an_entry",
     "UPDATE entries SET request = '00000000-0000-4000-8000-00000000ffff'"
     " WHERE customer = 101 AND version = 4",
     kHash},
    {"request_of_another",
     "UPDATE requests SET customer = 124 WHERE customer = 101 AND version = 4", "request "},
    {"request_of_no_change",
     "INSERT INTO requests (id, principal, home, customer, version, changed, door, time_us) VALUES"
     " ('00000000-0000-4000-8000-00000000ffff', 1, 1, 101, 2, 1, 'test', 0)",
     "requests are said to have made "},
    {"request_of_a_version_to_come",
     "INSERT INTO requests (id, principal, home, customer, version, changed, door, time_us) VALUES"
     " ('00000000-0000-4000-8000-00000000ffff', 1, 1, 101, 99, 0, 'test', 0)",
     "request 00000000-0000-4000-8000-00000000ffff: it is about version 99 of customer 101"},
    {"request_about_nobody",
     "INSERT INTO requests (id, principal, home, customer, version, changed, door, time_us) VALUES"
     " ('00000000-0000-4000-8000-00000000ffff', 1, 1, 777, 1, 0, 'test', 0)",
     "request 00000000-0000-4000-8000-00000000ffff: it is about version 1 of customer 777"},
    {"request_that_changed_nothing",
     "UPDATE requests SET changed = 0 WHERE customer = 101 AND version = 4", "request "},
    {"request_of_no_batch", "UPDATE requests SET batch = 'x' WHERE customer = 101 AND version = 4",
     "request "},
    {"hash",
     "UPDATE entries SET hash = (SELECT hash FROM old_entries WHERE customer = 124)"
     " WHERE customer = 101 AND version = 2",
     kHash},
    {"newest_removed",
     "DELETE FROM entries WHERE customer = 101 AND version = 4;"
     "UPDATE customers SET last_entry = (SELECT id FROM entries WHERE customer = 101"
     " AND version = 3) WHERE id = 101",
     "customer 101: version 4 is missing"},
    {"middle_removed", "DELETE FROM entries WHERE customer = 101 AND version = 2",
     "customer 101: history ends at version 3"},
    {"version", "UPDATE customers SET version = 5 WHERE id = 101", "customer 101: version 5"},
    {"name_column", "UPDATE customers SET name = 'Saab' WHERE id = 101",
     "customer 101: is found by other values"},
    {"tree", "UPDATE customers SET path = '/1/124/' WHERE id = 124", "customer 124: "},
    {"enterprise", "UPDATE customers SET enterprise = 101 WHERE id = 124",
     "customer 124: is counted to another enterprise"},
    {"customer_removed", "DELETE FROM customers WHERE id = 101",
     "a search for \"/name/volvo\" leads to customer 101, who is not there"},
    {"customer_removed_with_its_history",
     "DELETE FROM customers WHERE id = 101; DELETE FROM entries WHERE customer = 101;"
     "DELETE FROM terms WHERE customer = 101; DELETE FROM requests WHERE customer = 101",
     kSeal1},
    {"customer_put_back_as_it_was",
     "DELETE FROM entries WHERE customer = 101 AND version > 1;"
     "DELETE FROM customers WHERE id = 101;"
     "INSERT INTO customers SELECT * FROM old_customers WHERE id = 101;"
     "DELETE FROM terms WHERE customer = 101;"
     "INSERT INTO terms SELECT * FROM old_terms WHERE customer = 101;"
     "DELETE FROM requests WHERE customer = 101 AND version > 1",
     kSeal2},
    {"customer_put_in",
     "INSERT INTO customers (id, uuid, parent, path, deleted, enterprise, external_id, affiliate,"
     " name, account, description, version, last_entry, last_hash, doc)"
     " SELECT 100, '00000000-0000-4000-8000-00000000ffff', parent, '/1/100/', deleted, 100,"
     " external_id, affiliate, name, account, description, version, last_entry, last_hash, doc"
     " FROM old_customers WHERE id = 101",
     "customer 100: "},
    {"term_removed", "DELETE FROM terms WHERE customer = 124", "customer 124: is not found by "},
    {"term_put_in", "INSERT INTO terms (term, customer) VALUES ('unheard', 123)",
     "customer 123: is found by \"unheard\", which it does not have"},
    {"term_of_nobody", "INSERT INTO terms (term, customer) VALUES ('unheard', 9)",
     "a search for \"unheard\" leads to customer 9, who is not there"},
    {"terms_exchanged",
     "DELETE FROM terms WHERE customer = 124; INSERT INTO terms (term, customer) VALUES"
     " ('unheard', 124)",
     "customer 124: is not found by "},
    {"all_terms_removed", "DELETE FROM terms", "customer 1: is not found by "},
    {"stray_entry",
     "INSERT INTO entries (id, previous, customer, version, action, time_us, principal, door,"
     " source, request, reason, warnings, differences, hash, principal_id) SELECT 1000, previous,"
     " customer, version, action, time_us, principal, door, source, request, reason, warnings,"
     " differences, hash, principal_id FROM entries WHERE id = 1",
     "there are "},
    {"order",
     "UPDATE entries SET id = 1000 WHERE customer = 101 AND version = 2;"
     "UPDATE entries SET previous = 1000 WHERE customer = 101 AND version = 3",
     "customer 101: the feed tells version 3 before the one it follows"},
    {"positions_exchanged",
     "UPDATE entries SET id = 1000 WHERE id = 2; UPDATE entries SET id = 2 WHERE id = 3;"
     "UPDATE entries SET id = 3 WHERE id = 1000;"
     "UPDATE entries SET previous = 3 WHERE customer = 101 AND version = 2;"
     "UPDATE customers SET last_entry = 2 WHERE id = 123",
     kSeal1},
    {"counter", "UPDATE counters SET value = 7 WHERE name = 'customer'", "the next new customer"},
    {"counter_of_principals", "UPDATE counters SET value = 0 WHERE name = 'principal'",
     "the next new principal"},
    {"counter_of_roles", "UPDATE counters SET value = 0 WHERE name = 'reference/role'",
     "the next new role"},
    // Sign-in and privileges.
    {"password_exchanged", "UPDATE principals SET password_hash = '$argon2id$mine'", kAlice},
    {"keys_exchanged", "UPDATE principals SET api_keys = '[]'", kAlice},
    {"roles_rewritten", "UPDATE principals SET roles = '[\"system owner\"]'", kAlice},
    {"doors_opened", "UPDATE principals SET doors = '[\"native\"]'", kAlice},
    {"sources_opened", "UPDATE principals SET sources = '[\"0.0.0.0/0\"]'", kAlice},
    {"home_moved", "UPDATE principals SET home = 123", kAlice},
    {"locked", "UPDATE principals SET locked = 1", kAlice},
    {"deleted", "UPDATE principals SET deleted = 1", kAlice},
    {"principal_renamed", "UPDATE principals SET name = 'mallory'", kAlice},
    {"principal_counted_up", "UPDATE principals SET version = 3", kAlice},
    {"mac_removed", "UPDATE principals SET mac = NULL", kAlice},
    {"mac_of_another_row",
     "UPDATE principals SET mac = (SELECT mac FROM things WHERE kind = 'role' AND id = 7)", kAlice},
    {"principal_copied",
     "INSERT INTO principals (id, name, home, roles, doors, sources, password_hash, api_keys,"
     " locked, deleted, version, mac) SELECT 2, 'mallory', home, roles, doors, sources,"
     " password_hash, api_keys, locked, deleted, version, mac FROM principals WHERE id = 1",
     "principal 2: its row was altered"},
    {"principal_put_back_as_it_was",
     "DELETE FROM principals; INSERT INTO principals SELECT * FROM old_principals", kAlice},
    {"principal_put_back_with_its_history",
     "DELETE FROM principals; INSERT INTO principals SELECT * FROM old_principals;"
     "DELETE FROM thing_entries WHERE kind = 'principal' AND version = 2",
     kSeal2},
    {"principal_removed", "DELETE FROM principals", "there are "},
    {"principal_removed_with_its_history",
     "DELETE FROM principals; DELETE FROM thing_entries WHERE kind = 'principal'", kSeal1},
    {"principal_history", "UPDATE thing_entries SET principal = 'mallory' WHERE kind = 'principal'",
     "principal 1: the hash of version 2"},
    {"secret_in_history_exchanged",
     "UPDATE thing_entries SET differences = (SELECT differences FROM old_thing_entries o"
     " WHERE o.kind = 'principal') WHERE kind = 'principal' AND version = 2",
     "principal 1: "},
    {"role_widened", "UPDATE things SET words = '[\"system\"]' WHERE kind = 'role'", kRole},
    {"role_given_to_another", "UPDATE things SET owner = 123 WHERE kind = 'role'", kRole},
    {"role_put_back_as_it_was", "DELETE FROM things; INSERT INTO things SELECT * FROM old_things",
     kRole},
    {"role_removed_with_its_history",
     "DELETE FROM things; DELETE FROM thing_entries WHERE kind = 'role'", kSeal1},
    {"things_positions_exchanged",
     "UPDATE thing_entries SET number = 1000 WHERE number = 1;"
     "UPDATE thing_entries SET number = 1 WHERE number = 2;"
     "UPDATE thing_entries SET number = 2 WHERE number = 1000",
     kSeal1},
    {"token_put_in",
     "INSERT INTO tokens (hash, principal, principal_version, purpose, pair, expires_us, mac)"
     " SELECT pair, principal, principal_version, purpose, hash, expires_us, mac FROM tokens",
     "a token of principal 1"},
    {"token_lengthened", "UPDATE tokens SET expires_us = expires_us + 1", "a token of principal 1"},
    {"token_given_to_another", "UPDATE tokens SET principal = 2", "a token of principal 2"},
    // Marks.
    {"mark_altered", "UPDATE counters SET value = 2 WHERE name = 'mark/demo'",
     "the marks of the store: "},
    {"mark_removed", "DELETE FROM counters WHERE name = 'mark/demo'", "the marks of the store: "},
    {"mark_put_in", "INSERT INTO counters (name, value) VALUES ('mark/history erased before', 9)",
     "a mark was not written"},
    {"marks_history_removed", "DELETE FROM thing_entries WHERE kind = 'store'",
     "the marks of the store: "},
    // Seals.
    {"seal_removed", "DELETE FROM seals WHERE number = 1", "seal 1 is missing"},
    {"seal_rewritten", "UPDATE seals SET entries = entries - 1 WHERE number = 2", kSeal2},
    {"seal_hash",
     "UPDATE seals SET hash = (SELECT hash FROM old_seals WHERE number = 1) WHERE number = 2",
     kSeal2},
    {"first_seal",
     "UPDATE seals SET hash = (SELECT hash FROM old_seals WHERE number = 1)"
     " WHERE number = 0",
     "the first seal"},
    {"newest_seal_removed", "DELETE FROM seals WHERE number = 2",
     "the newest seal is said to be 2"},
    {"head_removed", "DELETE FROM heads", "the row that names the newest seal is missing"},
    {"head_moved", "DELETE FROM seals WHERE number = 2; UPDATE heads SET seal = 1",
     "the row that names"},
    {"roles_of_no_kind", "UPDATE things SET kind = 'zz' WHERE kind = 'role'",
     "number 7 has an unknown kind: zz"},
    {"history_of_no_kind", "UPDATE thing_entries SET kind = 'zz' WHERE kind = 'role'", "role 7"},
    {"caseless_name", "UPDATE principals SET caseless = 'mallory'",
     "principal 1: it is not found by its name without case"},
    {"names_removed", "DELETE FROM principal_names", "principal 1: it is not found by its name"},
    {"all_seals_removed", "DELETE FROM seals; DELETE FROM heads", "history carries no seals"},
    {"tail_cut",
     "DELETE FROM seals WHERE number > 1;"
     "DELETE FROM entries; INSERT INTO entries SELECT * FROM old_entries;"
     "DELETE FROM customers; INSERT INTO customers SELECT * FROM old_customers;"
     "DELETE FROM thing_entries; INSERT INTO thing_entries SELECT * FROM old_thing_entries;"
     "DELETE FROM principals; INSERT INTO principals SELECT * FROM old_principals;"
     "DELETE FROM things; INSERT INTO things SELECT * FROM old_things;"
     "DELETE FROM counters; INSERT INTO counters SELECT * FROM old_counters;"
     "DELETE FROM terms; INSERT INTO terms SELECT * FROM old_terms;"
     "DELETE FROM requests WHERE version > 1",
     "the newest seal is said to be 2"},
};

}  // namespace

std::span<const Tampering> tamperings() { return kTamperings; }

}  // namespace patchbay::store
