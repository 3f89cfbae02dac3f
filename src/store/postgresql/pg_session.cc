// Connects, sends statements and reads results.
#include "store/postgresql/pg_session.h"

#include <poll.h>

#include "store/postgresql/parameters.h"
#include "store/postgresql/pg_error.h"

namespace patchbay::store::postgresql {
namespace {

// Maximum number of statements sent before their results are read.
constexpr std::size_t kOwedMax = 256;
// Bytes of a COPY that are sent before the connection is looked at.
constexpr std::size_t kCopyBytes = 262'144;
// Asks for results in binary.
constexpr int kBinary = 1;

auto in(int ms) { return std::chrono::steady_clock::now() + std::chrono::milliseconds(ms); }

}  // namespace

PgSession::PgSession(const std::string& url, const Host& host, const Bounds& bounds)
    : bounds_(bounds) {
  const std::string connect_s = std::to_string(bounds.connect_s);
  const std::string unheard_ms = std::to_string(bounds.answer_ms);
  // The URL overrides the parameters before it and is overridden by those after it. An empty value
  // is ignored.
  const char* const names[] = {"connect_timeout",
                               "tcp_user_timeout",
                               "application_name",
                               "target_session_attrs",
                               "dbname",
                               "client_encoding",
                               "host",
                               "port",
                               nullptr};
  const char* const values[] = {connect_s.c_str(), unheard_ms.c_str(), "patchbay",
                                "read-write",      url.c_str(),        "UTF8",
                                host.name.c_str(), host.port.c_str(),  nullptr};
  handle_ = PQconnectdbParams(names, values, 1);
  if (!handle_) throw std::bad_alloc();
  if (PQstatus(handle_) != CONNECTION_OK) {
    const std::string why = to_one_line(PQerrorMessage(handle_));
    PQfinish(handle_);
    throw Unavailable(why);
  }
  PQsetNoticeReceiver(
      handle_,
      [](void* self, const PGresult* notice) { static_cast<PgSession*>(self)->on_notice(notice); },
      this);
  try {
    if (PQsetnonblocking(handle_, 1) != 0 || PQenterPipelineMode(handle_) != 1)
      lose("the connection cannot be used without waiting");
    prepare_own();
  } catch (...) {
    PQfinish(handle_);
    throw;
  }
}

void PgSession::prepare_own() {
  for (const auto& [name, sql] : kOwnStatements)
    sent(PQsendPrepare(handle_, name, sql, 0, nullptr));
  (void)drain();
}

// A commit that did not wait for its standby succeeds with a warning.
void PgSession::on_notice(const PGresult* notice) {
  if (is_warning(notice)) warned_ = true;
}

// Waits for what was sent, and sends a query outside of the pipeline.
void PgSession::leave_pipeline(const std::string& sql, Deadline deadline) {
  (void)drain();
  if (PQexitPipelineMode(handle_) != 1 || PQsendQuery(handle_, sql.c_str()) != 1)
    lose(to_one_line(PQerrorMessage(handle_)));
  flush(deadline);
}

void PgSession::enter_pipeline() {
  if (PQenterPipelineMode(handle_) != 1) lose("the connection cannot be used any more");
}

void PgSession::script(const std::string& sql) {
  const Deadline deadline = in(bounds_.answer_ms);
  leave_pipeline(sql, deadline);
  PgResultPtr refusal;
  while (PgResultPtr answer = next(deadline))
    if (PQresultStatus(answer.get()) == PGRES_FATAL_ERROR) refusal = std::move(answer);
  enter_pipeline();
  if (refusal) refuse(refusal.get(), true);
}

void PgSession::copy_in(const std::string& sql, std::string_view data) {
  const Deadline deadline = in(bounds_.answer_ms);
  leave_pipeline(sql, deadline);
  PgResultPtr answer = next(deadline);
  if (PQresultStatus(answer.get()) == PGRES_COPY_IN) {
    for (; !data.empty(); flush(deadline)) {
      const std::string_view some = data.substr(0, kCopyBytes);
      data.remove_prefix(some.size());
      // There is room for it, because all that was put before has been flushed.
      if (PQputCopyData(handle_, some.data(), static_cast<int>(some.size())) != 1)
        lose(to_one_line(PQerrorMessage(handle_)));
    }
    if (PQputCopyEnd(handle_, nullptr) != 1) lose(to_one_line(PQerrorMessage(handle_)));
    flush(deadline);
    answer = next(deadline);
  }
  PgResultPtr refusal;
  for (; answer; answer = next(deadline))
    if (PQresultStatus(answer.get()) == PGRES_FATAL_ERROR) refusal = std::move(answer);
  enter_pipeline();
  if (refusal) refuse(refusal.get(), true);
}

void PgSession::prepare(const std::string& name, const std::string& sql) {
  sent(PQsendPrepare(handle_, name.c_str(), sql.c_str(), 0, nullptr));
  (void)drain();
}

void PgSession::queue_statement(const std::string& name, std::span<const sql::Argument> arguments) {
  const Parameters each(arguments);
  sent(PQsendQueryPrepared(handle_, name.c_str(), each.count(), each.values(), each.lengths(),
                           each.formats(), kBinary));
}

void PgSession::send(const std::string& name, std::span<const sql::Argument> arguments) {
  queue_statement(name, arguments);
  if (checks_each_ || owed_ >= kOwedMax) (void)drain();
}

PgResultPtr PgSession::query(const std::string& name, std::span<const sql::Argument> arguments) {
  queue_statement(name, arguments);
  return drain();
}

PgResultPtr PgSession::query_once(const std::string& sql,
                                  std::span<const sql::Argument> arguments) {
  const Parameters each(arguments);
  sent(PQsendQueryParams(handle_, sql.c_str(), each.count(), nullptr, each.values(), each.lengths(),
                         each.formats(), kBinary));
  return drain();
}

void PgSession::sent(int accepted) {
  if (accepted != 1) lose(to_one_line(PQerrorMessage(handle_)));
  ++owed_;
}

// Each wait for results ends with a sync message. The server then knows that the transaction is
// idle and can end it after the timeout.
PgResultPtr PgSession::drain() {
  synchronise();
  CollectedResults answered = collect(in(bounds_.answer_ms));
  if (answered.refusal) refuse(answered.refusal.get(), answered.own);
  return std::move(answered.last);
}

PgSession::CollectedResults PgSession::collect(Deadline deadline) {
  flush(deadline);
  CollectedResults out;
  while (syncs_ > 0) {
    PgResultPtr answer = next(deadline);
    if (!answer) continue;
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status == PGRES_PIPELINE_SYNC) {
      --syncs_;
      continue;
    }
    --owed_;
    // After an error, the server skips all statements up to the next sync.
    if (status == PGRES_FATAL_ERROR) {
      out.refusal = std::move(answer);
      out.own = owed_ == 0;
    } else {
      out.last = std::move(answer);
    }
  }
  return out;
}

PgResultPtr PgSession::next(Deadline deadline) {
  while (PQisBusy(handle_) != 0) {
    wait(POLLIN, deadline);
    if (PQconsumeInput(handle_) != 1) lose(to_one_line(PQerrorMessage(handle_)));
  }
  PgResultPtr answer(PQgetResult(handle_));
  if (PQstatus(handle_) != CONNECTION_OK)
    lose(to_one_line(answer ? PQresultErrorMessage(answer.get()) : PQerrorMessage(handle_)));
  return answer;
}

void PgSession::flush(Deadline deadline) {
  for (;;) {
    const int left = PQflush(handle_);
    if (left == 0) return;
    if (left < 0) lose(to_one_line(PQerrorMessage(handle_)));
    // The server may have to send before it can receive more, so both directions are polled.
    wait(POLLIN | POLLOUT, deadline);
    if (PQconsumeInput(handle_) != 1) lose(to_one_line(PQerrorMessage(handle_)));
  }
}

void PgSession::wait(short events, Deadline deadline) {
  using std::chrono::ceil;
  using std::chrono::milliseconds;
  pollfd socket{.fd = PQsocket(handle_), .events = events, .revents = 0};
  for (;;) {
    const auto left = ceil<milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    if (left <= 0) lose("the database does not answer in time");
    const int ready = ::poll(&socket, 1, static_cast<int>(left));
    if (ready > 0) return;
    if (ready < 0 && errno != EINTR) lose("the connection to the database cannot be watched");
  }
}

void PgSession::synchronise() {
  if (PQpipelineSync(handle_) != 1) lose(to_one_line(PQerrorMessage(handle_)));
  ++syncs_;
}

void PgSession::refuse(const PGresult* refusal, bool own) {
  const PgError error = to_pg_error(refusal);
  if (error.is_conflict || !own || !saved_) lost_ = true;
  if (error.is_conflict || (!own && !error.took_too_long)) again_ = true;
  if (!own && !error.took_too_long && !error.is_conflict) checks_each_next_ = true;
  if (error.breaks_a_rule && own) throw std::logic_error(error.text);
  throw Unavailable(error.text);
}

void PgSession::lose(const std::string& why) {
  usable_ = false;
  lost_ = true;
  throw Unavailable(why);
}

}  // namespace patchbay::store::postgresql
