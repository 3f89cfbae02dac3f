// Runs statements and reads columns.
#include "store/postgresql/statement.h"

namespace patchbay::store::postgresql {
namespace {

// Number of rows fetched at a time from a cursor.
constexpr const char* kFetch = "FETCH 512 FROM ";

}  // namespace

void PostgresqlStatement::prepare() {
  if (prepared_) return;
  session_.prepare(name_, sql_);
  prepared_ = true;
}

// If the statement fails later, the batch is repeated statement by statement
// (PgSession::checks_each).
void PostgresqlStatement::run(std::span<const sql::Argument> arguments) {
  if (!sql_.starts_with("SELECT")) return send(arguments);
  prepare();
  (void)session_.query(name_, arguments);
}

void PostgresqlStatement::send(std::span<const sql::Argument> arguments) {
  prepare();
  session_.send(name_, arguments);
}

void PostgresqlStatement::start(std::span<const sql::Argument> arguments) {
  prepare();
  rows_ = session_.query(name_, arguments);
  row_ = -1;
}

void PostgresqlStatement::walk(std::span<const sql::Argument> arguments) {
  (void)session_.query_once("DECLARE " + name_ + " NO SCROLL CURSOR FOR " + sql_, arguments);
  walking_ = true;
  rows_.reset();
  row_ = -1;
}

bool PostgresqlStatement::next() {
  if (rows_ && row_ + 1 < PQntuples(rows_.get())) {
    ++row_;
    return true;
  }
  if (!walking_) return false;
  rows_ = session_.query_once(kFetch + name_);
  row_ = 0;
  return PQntuples(rows_.get()) > 0;
}

void PostgresqlStatement::finish() noexcept {
  rows_.reset();
  row_ = -1;
  if (!walking_) return;
  walking_ = false;
  try {
    if (session_.usable() && !session_.cannot_commit()) (void)session_.query_once("CLOSE " + name_);
  } catch (...) {
    return;  // the session knows that it failed
  }
}

bool PostgresqlStatement::null(int column) const {
  return PQgetisnull(rows_.get(), row_, column) == 1;
}

// Reads a number of any width in network byte order.
std::int64_t PostgresqlStatement::whole(int column) const {
  const std::string_view bytes = text(column);
  if (bytes.empty()) return 0;
  const bool negative = (static_cast<unsigned char>(bytes[0]) & 0x80) != 0;
  std::uint64_t out = negative ? ~std::uint64_t{0} : 0;
  for (const char byte : bytes) out = (out << 8) | static_cast<unsigned char>(byte);
  return static_cast<std::int64_t>(out);
}

std::string_view PostgresqlStatement::text(int column) const {
  return {PQgetvalue(rows_.get(), row_, column),
          static_cast<std::size_t>(PQgetlength(rows_.get(), row_, column))};
}

}  // namespace patchbay::store::postgresql
