// Writes lines, and counts them for the last one.
#include "doors/native/customers/bulk_reply.h"

#include <memory>
#include <utility>
#include <vector>

#include "doors/native/calls.h"
#include "doors/native/history/history_json.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Object;
using wire::Tree;

class Lines {
 public:
  Lines(Uuid batch, bool rehearsed) : batch_(batch), rehearsed_(rehearsed) {}

  [[nodiscard]] std::string write(const std::vector<core::BatchItem>& items) {
    std::string out;
    for (const core::BatchItem& each : items) {
      ++(each.fault ? refused_ : each.changed ? changed_ : unchanged_);
      out += wire::json::write(batch_item_json(each, rehearsed_)) + '\n';
    }
    return out;
  }
  // The last line: how many of each state.
  [[nodiscard]] std::string summary() const {
    Object out;
    if (rehearsed_)
      out.emplace_back("rehearsed", Tree(true));
    else
      out.emplace_back("batch", batch_.text());
    out.emplace_back("changed", Tree(changed_));
    out.emplace_back("unchanged", Tree(unchanged_));
    out.emplace_back("refused", Tree(refused_));
    return wire::json::write(Tree(Object{{"summary", Tree(std::move(out))}})) + '\n';
  }

 private:
  const Uuid batch_;
  const bool rehearsed_;
  std::int64_t changed_ = 0;
  std::int64_t unchanged_ = 0;
  std::int64_t refused_ = 0;
};

// A reply that ends early has no summary.
class BulkBody final : public http::BodySource, public std::enable_shared_from_this<BulkBody> {
 public:
  BulkBody(std::shared_ptr<core::BatchParts> parts, Lines lines)
      : parts_(std::move(parts)), lines_(std::move(lines)) {}

  void next(Take take) override {
    if (is_ended_) return take({});
    parts_->next([self = shared_from_this(), take = std::move(take)](core::BatchPart part) mutable {
      std::string out = self->lines_.write(part.items);
      self->is_ended_ = part.is_last;
      if (part.is_last) out += self->lines_.summary();
      take(std::move(out));
    });
  }
  [[nodiscard]] bool must_be_whole() const override { return true; }

 private:
  const std::shared_ptr<core::BatchParts> parts_;
  Lines lines_;
  bool is_ended_ = false;
};

http::Response head_of(const Uuid& batch, bool rehearsed) {
  http::Response out{
      .status = 200,
      .headers = {{"Content-Type", std::string(kLines)}, {"Cache-Control", "no-store"}},
      .body = {}};
  if (!rehearsed) out.set("Patchbay-Batch", batch.text());
  return out;
}

}  // namespace

http::Response bulk_reply(const core::Batch& batch) {
  http::Response out = head_of(batch.id, batch.rehearsed);
  Lines lines(batch.id, batch.rehearsed);
  out.body = lines.write(batch.items);
  out.body += lines.summary();
  return out;
}

http::Response bulk_reply(const core::LongBatch& batch) {
  http::Response out = head_of(batch.id, batch.rehearsed);
  Lines lines(batch.id, batch.rehearsed);
  out.body = lines.write(batch.first.items);
  if (batch.rest)
    out.rest = std::make_shared<BulkBody>(batch.rest, lines);
  else
    out.body += lines.summary();
  return out;
}

}  // namespace patchbay::doors::native
