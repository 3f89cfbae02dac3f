// The options that all commands against a server share.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cli/output.h"
#include "cli/remote/session.h"
#include "doors/native/parameter.h"

namespace CLI {
class App;
}

namespace patchbay::app {

class RemoteOptions {
 public:
  // Adds --profile, --profiles, --server, --json and --jq to `command`, which keeps pointers into
  // this.
  void add_to(CLI::App& command);

  [[nodiscard]] Answer<Session> open(
      std::chrono::milliseconds timeout = std::chrono::seconds(60)) const;
  // Checks --jq before anything is sent.
  [[nodiscard]] Answer<void> prepare() { return output_.prepare(); }
  // Prints `tree` through --jq, as JSON, or as `text` gives it for people.
  [[nodiscard]] Answer<void> print(const wire::Tree& tree,
                                   const std::function<std::string(const Terminal&)>& text) {
    return output_.print(tree, text);
  }
  // The same for one of many: JSON on one line.
  [[nodiscard]] Answer<void> print_line(const wire::Tree& tree,
                                        const std::function<std::string(const Terminal&)>& text) {
    return output_.print_line(tree, text);
  }
  [[nodiscard]] bool is_json() const { return output_.is_json(); }
  [[nodiscard]] const ProfileChoice& choice() const { return choice_; }

 private:
  ProfileChoice choice_;
  Output output_;
};

// Options for writes: --dry-run, --reason, --if-version and --idempotency-key.
class WriteOptions {
 public:
  void add_to(CLI::App& command);
  // The headers of a request that writes. Without --idempotency-key a key is made. A command that
  // takes several requests numbers them from 1: later ones have keys that follow from the first,
  // and no --if-version, because the first changed the version.
  [[nodiscard]] http::Headers headers(Random& random, int round = 1) const;
  [[nodiscard]] bool is_dry() const { return dry_; }
  // "?dry_run=true", or nothing.
  [[nodiscard]] std::string query() const { return dry_ ? "?dry_run=true" : ""; }

 private:
  bool dry_ = false;
  std::string reason_;
  std::string version_;
  std::string key_;
};

// The query parameters of a native route as options: "name_prefix" is --name-prefix.
class QueryOptions {
 public:
  // All of `parameters` but those that `without` names.
  void add_to(CLI::App& command, std::span<const doors::native::Parameter> parameters,
              std::span<const std::string_view> without);
  // "name=value&…" of those that were given, percent-encoded.
  [[nodiscard]] std::string query(const CLI::App& command) const;

 private:
  std::vector<std::pair<std::string, std::string>> values_;  // by the name of the parameter
};

// The path of the customer that `text` names: by id, by uuid, or by its whole name.
[[nodiscard]] Answer<std::string> customer_path(const Session& session, const std::string& text);

// Sends a write. If no reply comes, the failure says under which key to repeat it.
[[nodiscard]] Answer<FromServer> send_write(const Session& session, const ToServer& request);

// Runs `work`, and reports its failure. Returns the exit code.
[[nodiscard]] int finish(const Answer<int>& result);

}  // namespace patchbay::app
