// One reply for each kind of outcome.
#include "doors/_template/encode.h"

#include "doors/_template/faults.h"
#include "doors/_template/fields.h"
#include "wire/json.h"

namespace patchbay::doors::template_dialect {
namespace {

http::Response json(int status, wire::Object body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          .body = wire::json::write(std::move(body))};
}

// Every field as text; "" if it has no value.
http::Response customer(const Record& record) {
  wire::Object out{{"id", record.id.value}};
  for (const Spelling& row : fields())
    out.emplace_back(row.name, to_text(row, record).value_or(""));
  return json(200, std::move(out));
}

struct OutcomeEncoder {
  http::Response operator()(const core::Receipt& receipt) const {
    return customer(receipt.view.record);
  }
  http::Response operator()(const core::View& view) const { return customer(view.record); }
  // What no call of this door asks for.
  http::Response operator()(const auto&) const { return refuse(500, "there is no such reply"); }
};

}  // namespace

http::Response encode(const DecodedRequest& /*decoded*/, const Result<core::Outcome>& outcome,
                      const Settings& /*settings*/) {
  if (outcome) return std::visit(OutcomeEncoder{}, *outcome);
  const Fault& fault = outcome.error();
  http::Response out = refuse(status_of(fault.kind), words_of(fault));
  if (out.status == 401) out.set("WWW-Authenticate", R"(Basic realm="patchbay", charset="UTF-8")");
  if (fault.retry_after_s > 0) out.set("Retry-After", std::to_string(fault.retry_after_s));
  return out;
}

http::Response refuse(int status, std::string_view what) { return json(status, {{"error", what}}); }

}  // namespace patchbay::doors::template_dialect
