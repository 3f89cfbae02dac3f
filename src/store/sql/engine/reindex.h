// Rebuilds indexes from the store's contents, for schema steps that change their form.
#pragma once

#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

// Rebuilds the index of search terms.
void index_terms_anew(Connection& connection);

// Rebuilds the terms of telephone numbers, in the table that schemas 1 to 7 have.
void index_telephones_anew(Connection& connection);

// Adds the terms of former values, from history.
void index_former_anew(Connection& connection);

// Rebuilds the caseless names of principals.
void index_caseless_anew(Connection& connection);

// Rebuilds the former names of principals.
void index_names_anew(Connection& connection);

}  // namespace patchbay::store::sql
