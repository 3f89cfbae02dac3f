// Customers in an outside system, read and written through the client half of its dialect.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "doors/client.h"
#include "http/url.h"
#include "reach/systems/exchange.h"
#include "reach/systems/remote_customer.h"

namespace patchbay::reach {

// A customer in a list. Some dialects list only ids and names.
struct ListedCustomer {
  core::Subject subject;
  std::string name;
  std::optional<RemoteCustomer> shown;
};

struct RemoteOptions {
  const doors::DialectClient* client = nullptr;
  const doors::ClientTransport* transport = nullptr;  // one of the client's
  http::Url address;                                  // the dialect's paths stand below its path
  core::NameAndSecret who;
  // The customer there below which new ones stand and lists begin; the one that signs in unless
  // set.
  core::Subject below = core::Oneself{};
};

// Faults have the vendor's words, and for fields their paths in the record. One caller at a time.
class RemoteSystem {
 public:
  RemoteSystem(Exchange& exchange, RemoteOptions options)
      : exchange_(exchange), options_(std::move(options)) {}

  // Whether the dialect can be asked for a customer, and lists them.
  [[nodiscard]] bool is_readable() const { return has(doors::ClientCall::get); }
  [[nodiscard]] const doors::ClientTransport& transport() const { return *options_.transport; }

  // All live customers. A list that is shorter than its server says is a fault, as is one of more
  // than kListedMax customers.
  [[nodiscard]] Result<std::vector<ListedCustomer>> list();
  static constexpr std::size_t kListedMax = 1'000'000;

  // Nothing if there is no such customer. Where the dialect cannot be asked: a customer without
  // anything that is known.
  [[nodiscard]] Result<std::optional<RemoteCustomer>> get(const core::Subject& subject);

  // Changes a customer and returns what the system shows then. If it is not known whether a request
  // was carried out, the customer is read before the request is sent again. `seen` is what was read
  // before: a value that is neither the old nor the new one ends with the fault `version_differs`.
  [[nodiscard]] Result<RemoteCustomer> update(const RemoteCustomer& seen,
                                              std::vector<core::FieldEdit> edits);

  // Makes a customer with this name, which `edits` set, and returns what the system shows of it.
  // `is_it` recognises the new customer: if it is not known whether a request was carried out, it
  // is looked for before the request is sent again.
  using IsIt = std::function<bool(const RemoteCustomer&)>;
  struct Created {
    RemoteCustomer customer;
    // Otherwise no reply said that it was made, it was found later, and somebody may have changed
    // it by then.
    bool is_certain = true;
  };
  [[nodiscard]] Result<Created> create(const std::string& name,
                                       const std::vector<core::FieldEdit>& edits,
                                       const IsIt& is_it);

  // The only customer of this name in a list that `is_it` recognises; nothing if there is none.
  // Several are a fault.
  [[nodiscard]] Result<std::optional<RemoteCustomer>> find(
      const std::string& name, const IsIt& is_it, const std::vector<ListedCustomer>& listed);
  // Any customer of a list, which shows the form of the fields there; nothing if the list is empty.
  [[nodiscard]] Result<std::optional<RemoteCustomer>> sample(
      const std::vector<ListedCustomer>& listed);

  // How often a request is sent that has no clear reply.
  static constexpr int kAttemptsMax = 3;

 private:
  [[nodiscard]] bool has(doors::ClientCall call) const;
  [[nodiscard]] Result<doors::Reply> call(core::Request request, const Record* record = nullptr);
  [[nodiscard]] Result<doors::Reply> call_once(const core::Call& call, doors::ClientCall kind,
                                               const Record* record);
  [[nodiscard]] Result<doors::Reply> send(doors::ClientCall kind, http::Request request);
  [[nodiscard]] Result<void> sign_in();
  [[nodiscard]] bool signs_in() const;
  [[nodiscard]] Result<void> await(const doors::Accepted& accepted);
  [[nodiscard]] Result<RemoteCustomer> read_back(const core::Subject& subject);

  Exchange& exchange_;
  RemoteOptions options_;
  std::optional<Secret> token_;
};

}  // namespace patchbay::reach
