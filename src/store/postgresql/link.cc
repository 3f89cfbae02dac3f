// Connecting, sending and reading answers.
#include "store/postgresql/link.h"

#include <poll.h>

#include "store/postgresql/parameters.h"
#include "store/postgresql/trouble.h"

namespace patchbay::store::postgresql {
namespace {

// So many statements are sent at most before their answers are read.
constexpr std::size_t kOwedMax = 256;
// What keeps results coming in binary.
constexpr int kBinary = 1;

auto in(int ms) { return std::chrono::steady_clock::now() + std::chrono::milliseconds(ms); }

}  // namespace

Link::Link(const std::string& url, const Host& host, const Bounds& bounds) : bounds_(bounds) {
  const std::string connect_s = std::to_string(bounds.connect_s);
  const std::string unheard_ms = std::to_string(bounds.answer_ms);
  // What stands before the URL can be said otherwise there, what stands behind cannot; an empty
  // value says nothing.
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
    const std::string why = said(PQerrorMessage(handle_));
    PQfinish(handle_);
    throw Unavailable(why);
  }
  PQsetNoticeReceiver(
      handle_, [](void* self, const PGresult* notice) { static_cast<Link*>(self)->note(notice); },
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

void Link::prepare_own() {
  for (const auto& [name, sql] : kOwnStatements)
    sent(PQsendPrepare(handle_, name, sql, 0, nullptr));
  (void)drain();
}

// A commit that did not wait for its standby says so in a warning, and otherwise looks well.
void Link::note(const PGresult* notice) {
  if (is_warning(notice)) warned_ = true;
}

void Link::script(const std::string& sql) {
  (void)drain();
  const Deadline deadline = in(bounds_.answer_ms);
  if (PQexitPipelineMode(handle_) != 1 || PQsendQuery(handle_, sql.c_str()) != 1)
    lose(said(PQerrorMessage(handle_)));
  push(deadline);
  Answer refusal;
  while (Answer answer = next(deadline))
    if (PQresultStatus(answer.get()) == PGRES_FATAL_ERROR) refusal = std::move(answer);
  if (PQenterPipelineMode(handle_) != 1) lose("the connection cannot be used any more");
  if (refusal) refuse(refusal.get(), true);
}

void Link::prepare(const std::string& name, const std::string& sql) {
  sent(PQsendPrepare(handle_, name.c_str(), sql.c_str(), 0, nullptr));
  (void)drain();
}

void Link::put(const std::string& name, std::span<const sql::Argument> arguments) {
  const Parameters each(arguments);
  sent(PQsendQueryPrepared(handle_, name.c_str(), each.count(), each.values(), each.lengths(),
                           each.formats(), kBinary));
}

void Link::send(const std::string& name, std::span<const sql::Argument> arguments) {
  put(name, arguments);
  if (careful_ || owed_ >= kOwedMax) (void)drain();
}

Answer Link::ask(const std::string& name, std::span<const sql::Argument> arguments) {
  put(name, arguments);
  return drain();
}

Answer Link::ask_once(const std::string& sql, std::span<const sql::Argument> arguments) {
  const Parameters each(arguments);
  sent(PQsendQueryParams(handle_, sql.c_str(), each.count(), nullptr, each.values(), each.lengths(),
                         each.formats(), kBinary));
  return drain();
}

void Link::sent(int accepted) {
  if (accepted != 1) lose(said(PQerrorMessage(handle_)));
  ++owed_;
}

// Each answer that is waited for is a point of synchronisation: so the server knows that a
// transaction rests, and ends one that rests for too long.
Answer Link::drain() {
  synchronise();
  Answered answered = collect(in(bounds_.answer_ms));
  if (answered.refusal) refuse(answered.refusal.get(), answered.own);
  return std::move(answered.last);
}

Link::Answered Link::collect(Deadline deadline) {
  push(deadline);
  Answered out;
  while (syncs_ > 0) {
    Answer answer = next(deadline);
    if (!answer) continue;
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status == PGRES_PIPELINE_SYNC) {
      --syncs_;
      continue;
    }
    --owed_;
    // What follows a refusal is passed over by the server, up to the point of synchronisation.
    if (status == PGRES_FATAL_ERROR) {
      out.refusal = std::move(answer);
      out.own = owed_ == 0;
    } else {
      out.last = std::move(answer);
    }
  }
  return out;
}

Answer Link::next(Deadline deadline) {
  while (PQisBusy(handle_) != 0) {
    wait(POLLIN, deadline);
    if (PQconsumeInput(handle_) != 1) lose(said(PQerrorMessage(handle_)));
  }
  Answer answer(PQgetResult(handle_));
  if (PQstatus(handle_) != CONNECTION_OK)
    lose(said(answer ? PQresultErrorMessage(answer.get()) : PQerrorMessage(handle_)));
  return answer;
}

void Link::push(Deadline deadline) {
  for (;;) {
    const int left = PQflush(handle_);
    if (left == 0) return;
    if (left < 0) lose(said(PQerrorMessage(handle_)));
    // The server may have to be heard before it listens on.
    wait(POLLIN | POLLOUT, deadline);
    if (PQconsumeInput(handle_) != 1) lose(said(PQerrorMessage(handle_)));
  }
}

void Link::wait(short events, Deadline deadline) {
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

void Link::synchronise() {
  if (PQpipelineSync(handle_) != 1) lose(said(PQerrorMessage(handle_)));
  ++syncs_;
}

void Link::refuse(const PGresult* refusal, bool own) {
  const Trouble trouble = trouble_of(refusal);
  if (trouble.is_conflict || !own || !saved_) lost_ = true;
  if (trouble.is_conflict || (!own && !trouble.took_too_long)) again_ = true;
  if (!own && !trouble.took_too_long && !trouble.is_conflict) careful_next_ = true;
  if (trouble.breaks_a_rule && own) throw std::logic_error(trouble.text);
  throw Unavailable(trouble.text);
}

void Link::lose(const std::string& why) {
  sound_ = false;
  lost_ = true;
  throw Unavailable(why);
}

}  // namespace patchbay::store::postgresql
