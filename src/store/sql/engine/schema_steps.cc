// The SQL of each numbered step.
#include "store/sql/engine/schema_steps.h"

#include <iterator>
#include <utility>

#include "store/sql/engine/reindex.h"

namespace patchbay::store::sql {
namespace {

// 1: customers and their history, principals, references, and rows that expire.
//
// Text columns that lists are sorted by hold '' for a missing value, because engines sort NULL
// differently. An entry points to the one before it and a customer to its newest entry, so that
// history needs no index. A change of values only updates no index of the table of customers.
// Search terms (record/search/search_terms.h) change only if a searchable field changes.
constexpr std::string_view kFirst = R"(
CREATE TABLE counters (
  name {text} PRIMARY KEY,
  value BIGINT NOT NULL
) {clustered};

CREATE TABLE customers (
  id {key},
  uuid {text} NOT NULL UNIQUE,
  parent BIGINT NOT NULL,
  path {text} NOT NULL,
  deleted SMALLINT NOT NULL,
  enterprise BIGINT NOT NULL,
  external_id {text},
  affiliate BIGINT,
  name {text} NOT NULL,
  account {text} NOT NULL,
  description {text} NOT NULL,
  version BIGINT NOT NULL,
  last_entry BIGINT NOT NULL,
  last_hash {bytes} NOT NULL,
  doc {text} NOT NULL
) {roomy};
CREATE INDEX customers_by_parent ON customers (parent, deleted, id);
CREATE INDEX customers_by_parent_and_name ON customers (parent, deleted, name, id);
CREATE INDEX customers_by_path ON customers (path, deleted);
CREATE INDEX customers_by_name ON customers (name, id);
CREATE INDEX customers_by_account ON customers (account, id);
CREATE INDEX customers_by_external_id ON customers (enterprise, external_id)
  WHERE external_id IS NOT NULL;
CREATE INDEX customers_by_affiliate ON customers (affiliate) WHERE affiliate IS NOT NULL;

CREATE TABLE terms (
  term {text} NOT NULL,
  customer BIGINT NOT NULL,
  PRIMARY KEY (term, customer)
) {clustered};

CREATE TABLE entries (
  id {key},
  previous BIGINT NOT NULL,
  customer BIGINT NOT NULL,
  version BIGINT NOT NULL,
  action {text} NOT NULL,
  time_us BIGINT NOT NULL,
  principal {text} NOT NULL,
  door {text} NOT NULL,
  source {text} NOT NULL,
  request {text} NOT NULL,
  reason {text} NOT NULL,
  warnings {text} NOT NULL,
  differences {text} NOT NULL,
  hash {bytes} NOT NULL
);

CREATE TABLE requests (
  id {text} PRIMARY KEY,
  principal BIGINT NOT NULL,
  home BIGINT NOT NULL,
  customer BIGINT NOT NULL,
  version BIGINT NOT NULL,
  changed SMALLINT NOT NULL,
  batch {text},
  door {text} NOT NULL,
  time_us BIGINT NOT NULL
) {clustered};
CREATE INDEX requests_by_time ON requests (time_us);
CREATE INDEX requests_by_batch ON requests (batch) WHERE batch IS NOT NULL;

CREATE TABLE answers (
  principal BIGINT NOT NULL,
  name {bytes} NOT NULL,
  fingerprint {bytes} NOT NULL,
  answer {bytes} NOT NULL,
  time_us BIGINT NOT NULL,
  PRIMARY KEY (principal, name)
) {clustered};
CREATE INDEX answers_by_time ON answers (time_us);

CREATE TABLE principals (
  id {key},
  name {text} NOT NULL,
  home BIGINT NOT NULL,
  roles {text} NOT NULL,
  doors {text} NOT NULL,
  sources {text} NOT NULL,
  password_hash {text} NOT NULL,
  api_keys {text} NOT NULL,
  locked SMALLINT NOT NULL,
  deleted SMALLINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX principals_by_name ON principals (name) WHERE deleted = 0;

CREATE TABLE things (
  kind {text} NOT NULL,
  id BIGINT NOT NULL,
  owner BIGINT NOT NULL,
  name {text} NOT NULL,
  description {text} NOT NULL,
  settings {text} NOT NULL,
  words {text} NOT NULL,
  version BIGINT NOT NULL,
  deleted SMALLINT NOT NULL,
  PRIMARY KEY (kind, id)
) {clustered};
CREATE INDEX things_by_name ON things (kind, name);

CREATE TABLE thing_entries (
  kind {text} NOT NULL,
  thing BIGINT NOT NULL,
  version BIGINT NOT NULL,
  action {text} NOT NULL,
  time_us BIGINT NOT NULL,
  principal {text} NOT NULL,
  door {text} NOT NULL,
  source {text} NOT NULL,
  request {text} NOT NULL,
  reason {text} NOT NULL,
  warnings {text} NOT NULL,
  differences {text} NOT NULL,
  hash {bytes} NOT NULL,
  PRIMARY KEY (kind, thing, version)
) {clustered};

CREATE TABLE tokens (
  hash {bytes} PRIMARY KEY,
  principal BIGINT NOT NULL,
  principal_version BIGINT NOT NULL,
  purpose SMALLINT NOT NULL,
  pair {bytes} NOT NULL,
  expires_us BIGINT NOT NULL
) {clustered};
CREATE INDEX tokens_by_expiry ON tokens (expires_us);

CREATE TABLE attempts (
  name {bytes} PRIMARY KEY,
  failures BIGINT NOT NULL,
  locked_until_us BIGINT NOT NULL,
  last_us BIGINT NOT NULL
) {clustered};
CREATE INDEX attempts_by_last ON attempts (last_us);
)";

// 2: entries have the number of their principal.
constexpr std::string_view kNumbers = R"(
ALTER TABLE entries ADD COLUMN principal_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE thing_entries ADD COLUMN principal_id BIGINT NOT NULL DEFAULT 0;
)";

// 3: references are looked up by owner and name. From here on principals have role numbers; earlier
// versions stored names.
constexpr std::string_view kOwners = R"(
DROP INDEX things_by_name;
CREATE INDEX things_by_name ON things (kind, name, owner);
)";

// 4: telephone numbers are searched by their endings, so their terms are reversed. Former numbers
// of customers and former names of principals can be searched. Step 10 fills `former_terms`.
constexpr std::string_view kFormer = R"(
CREATE TABLE former_terms (
  term {text} NOT NULL,
  customer BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (term, customer)
) {clustered};

CREATE TABLE principal_names (
  name {text} NOT NULL,
  principal BIGINT NOT NULL,
  PRIMARY KEY (name, principal)
) {clustered};
INSERT INTO principal_names (name, principal) SELECT name, id FROM principals;
)";

void index_former(Connection& connection) {
  index_telephones_anew(connection);
  index_names_anew(connection);
}

// 5: tokens refreshed from one sign-in form a family, so that reuse of a spent token revokes the
// family. Attempts are stored under keyed hashes, with the address, and removed in the order of
// writing. Earlier attempts, stored under names as typed, are deleted.
constexpr std::string_view kSignIn = R"(
ALTER TABLE tokens ADD COLUMN family {bytes} NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN spent SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX tokens_by_family ON tokens (family);
DELETE FROM attempts;
ALTER TABLE attempts ADD COLUMN source {text} NOT NULL DEFAULT '';
ALTER TABLE attempts ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;
CREATE INDEX attempts_by_turn ON attempts (turn);
)";

// 6: keyed hashes (column mac) of marks and of rows that grant access; counters have none. Entries
// of admin objects have their own sequence of numbers, and seals cover ranges of both sequences.
// `heads` names the newest seal.
constexpr std::string_view kSealed = R"(
ALTER TABLE counters ADD COLUMN mac {bytes};
ALTER TABLE principals ADD COLUMN mac {bytes};
ALTER TABLE things ADD COLUMN mac {bytes};
ALTER TABLE tokens ADD COLUMN mac {bytes};
ALTER TABLE thing_entries ADD COLUMN number BIGINT;
CREATE UNIQUE INDEX thing_entries_by_number ON thing_entries (number);

CREATE TABLE seals (
  number {key},
  entry BIGINT NOT NULL,
  entries BIGINT NOT NULL,
  thing_entry BIGINT NOT NULL,
  thing_entries BIGINT NOT NULL,
  hash {bytes} NOT NULL
);

CREATE TABLE heads (
  name {text} PRIMARY KEY,
  seal BIGINT NOT NULL,
  mac {bytes} NOT NULL
) {clustered};
)";

// 7: principals are looked up by name without case and Unicode form, so that two names cannot
// differ only in these.
constexpr std::string_view kCaseless = R"(
ALTER TABLE principals ADD COLUMN caseless {text} NOT NULL DEFAULT '';
CREATE INDEX principals_by_caseless ON principals (caseless);
)";

// 8: pages of the console that principals keep under names. Earlier versions do not look at them.
constexpr std::string_view kViews = R"(
CREATE TABLE saved_views (
  principal BIGINT NOT NULL,
  name {text} NOT NULL,
  path {text} NOT NULL,
  saved_us BIGINT NOT NULL,
  PRIMARY KEY (principal, name)
) {clustered};
)";

// 9: over SQLite, search terms are kept in FTS5 (customers/full_text_index.cc). Every ASCII
// character but those that are escaped is part of a token. Merging is left to the program, because
// FTS5's own writes hundreds of pages in one commit; only if a great many parts pile up does FTS5
// merge them.
constexpr std::string_view kFullText = R"(
DROP TABLE terms;
CREATE VIRTUAL TABLE terms USING fts5(term, content='', detail=none, columnsize=0,
  tokenize="ascii tokenchars ' !#$%&()*+,-./:;<=>?@[\]^_`{|}~'");
CREATE VIRTUAL TABLE term_rows USING fts5vocab(terms, instance);
INSERT INTO terms (terms, rank) VALUES ('automerge', 0), ('usermerge', 8), ('crisismerge', 64);
)";

// 10: every former value that has a key is searched, not only telephone numbers. Earlier versions
// would not keep the others.
constexpr std::string_view kFormerValues = R"(
DELETE FROM former_terms;
)";

// 11: request ids begin with their time, so requests are found by time through their ids. Only
// those of earlier versions that do not, the lines of bulks with a key, need an index.
constexpr std::string_view kOrderedRequests = R"(
DROP INDEX requests_by_time;
CREATE INDEX requests_by_time ON requests (time_us) WHERE substr(id, 15, 1) <> '7';
)";

// 12: webhooks, which are references of a kind of their own that earlier versions do not know: how
// far delivery to each came, and what was tried. The attempts of one save are one row.
constexpr std::string_view kDestinations = R"(
CREATE TABLE destinations (
  id {key},
  position BIGINT NOT NULL,
  mark {bytes} NOT NULL,
  holder {text} NOT NULL,
  fence BIGINT NOT NULL,
  beat BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  failing_since_us BIGINT NOT NULL,
  paused_until_us BIGINT NOT NULL,
  stopped {text} NOT NULL,
  attempt_max BIGINT NOT NULL,
  parked {text} NOT NULL
);

CREATE TABLE delivery_attempts (
  destination BIGINT NOT NULL,
  first_number BIGINT NOT NULL,
  last_number BIGINT NOT NULL,
  attempts {text} NOT NULL,
  PRIMARY KEY (destination, first_number)
) {clustered};
)";

// 13: outside systems, which are references of a kind that earlier versions do not know: which
// customer is which one there, and what both last agreed on.
constexpr std::string_view kSystemLinks = R"(
CREATE TABLE system_links (
  system BIGINT NOT NULL,
  customer BIGINT NOT NULL,
  uuid {text} NOT NULL,
  there {text} NOT NULL,
  turn BIGINT NOT NULL,
  missed BIGINT NOT NULL,
  time_us BIGINT NOT NULL,
  agreed {text} NOT NULL,
  open {text} NOT NULL,
  PRIMARY KEY (system, customer)
) {clustered};
CREATE INDEX system_links_there ON system_links (system, there);
)";

// 14: the lines of a bulk have ids that begin like the bulk's, so they are found through these.
// Only those of earlier versions that do not need an index. From here on the differences of a new
// customer may be written as values with a seed (record/formats/codec.h), which earlier versions
// cannot read.
constexpr std::string_view kBatchesByIds = R"(
DROP INDEX requests_by_batch;
CREATE INDEX requests_by_batch ON requests (batch) WHERE substr(id, 1, 13) <> substr(batch, 1, 13);
)";

constexpr Step kSteps[] = {
    {kFirst, 1},
    {kNumbers, 2},
    {kOwners, 3},
    {kFormer, 4, index_former},
    {kSignIn, 5},
    {kSealed, 6},
    {kCaseless, 7, index_caseless_anew},
    {kViews, 7},
    {kFullText, 9, index_terms_anew, Step::On::full_text},
    {kFormerValues, 10, index_former_anew},
    {kOrderedRequests, 10},
    {kDestinations, 12},
    {kSystemLinks, 13},
    {kBatchesByIds, 14},
};

constexpr std::string_view kMetaTable =
    "CREATE TABLE IF NOT EXISTS meta (name {text} PRIMARY KEY, value BIGINT NOT NULL);";

}  // namespace

std::int64_t newest_schema() { return std::ssize(kSteps); }

std::span<const Step> schema_steps() { return kSteps; }

bool concerns(const Step& step, const Dialect& dialect) {
  return step.on == Step::On::every_engine || dialect.full_text;
}

std::string spelled(std::string_view step, const Dialect& dialect) {
  const std::pair<std::string_view, std::string_view> words[] = {
      {"{key}", dialect.key},     {"{text}", dialect.text},
      {"{bytes}", dialect.bytes}, {"{clustered}", dialect.clustered},
      {"{roomy}", dialect.roomy},
  };
  std::string out(step);
  for (const auto& [word, spelling] : words)
    for (auto at = out.find(word); at != std::string::npos; at = out.find(word, at))
      out.replace(at, word.size(), spelling);
  return out;
}

std::string meta_table(const Dialect& dialect) { return spelled(kMetaTable, dialect); }

std::string steps_to(std::int64_t schema, const Dialect& dialect) {
  std::string out = meta_table(dialect);
  for (std::int64_t i = 0; i < schema; ++i)
    if (concerns(kSteps[i], dialect)) out += spelled(kSteps[i].sql, dialect);
  return out;
}

}  // namespace patchbay::store::sql
