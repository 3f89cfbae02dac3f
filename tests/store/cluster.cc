// tests/support/cluster.py keeps the cluster running while a pipe to it is open.
#include "store/cluster.h"

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include <fcntl.h>
#include <libpq-fe.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace patchbay::store {
namespace {

class Cluster {
 public:
  Cluster();
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;
  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  std::array<int, 2> input_{-1, -1};
  pid_t keeper_ = -1;
  std::string url_;
};

Cluster::Cluster() {
  std::array<int, 2> output{-1, -1};
  if (::pipe2(input_.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0)
    throw std::runtime_error("no pipe");
  posix_spawn_file_actions_t actions{};
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input_[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  std::string python = "python3";
  std::string program = PATCHBAY_SOURCE_DIR "/tests/support/cluster.py";
  std::array<char*, 3> arguments{python.data(), program.data(), nullptr};
  const int spawned =
      ::posix_spawnp(&keeper_, "python3", &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(input_[0]);
  ::close(output[1]);
  if (spawned != 0) throw std::runtime_error("python3 cannot be run");
  char byte = 0;
  while (::read(output[0], &byte, 1) == 1 && byte != '\n') url_ += byte;
  ::close(output[0]);
  if (url_.empty()) throw std::runtime_error("PostgreSQL could not be started");
}

Cluster::~Cluster() {
  ::close(input_[1]);
  if (keeper_ > 0) ::waitpid(keeper_, nullptr, 0);
}

const Cluster& the_cluster() {
  static const Cluster cluster;
  return cluster;
}

}  // namespace

std::string database_called(const std::string& name) {
  ask_database(the_cluster().url(), "CREATE SCHEMA IF NOT EXISTS \"" + name + '"');
  return the_cluster().url() + "&options=-csearch_path%3D%22" + name + "%22";
}

void drop_database(const std::string& name) {
  ask_database(the_cluster().url(),
               "SET client_min_messages = warning; DROP SCHEMA IF EXISTS \"" + name + "\" CASCADE");
  // Only VACUUM removes dropped objects from the catalogs, and every lookup in them gets slower
  // until then.
  static int dropped = 0;
  if (++dropped % 20 == 0)
    for (const char* each : {"attribute", "class", "constraint", "depend", "index", "type"})
      ask_database(the_cluster().url(), std::string("VACUUM pg_catalog.pg_") + each);
}

std::string ask_database(const std::string& url, const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url.c_str()),
                                                                &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> answer(PQexec(connection.get(), sql.c_str()),
                                                             &PQclear);
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    throw std::runtime_error(PQerrorMessage(connection.get()));
  return PQntuples(answer.get()) > 0 ? PQgetvalue(answer.get(), 0, 0) : "";
}

}  // namespace patchbay::store
