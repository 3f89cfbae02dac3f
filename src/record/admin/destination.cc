// Parked deliveries and attempts as lists of texts, the same number for each.
#include "record/admin/destination.h"

#include "base/text.h"
#include "record/formats/codec.h"

namespace patchbay {
namespace {

// Reads the members of one item after another. Keeps whether all could be read.
class ItemReader {
 public:
  explicit ItemReader(const std::vector<std::string>& texts) : texts_(texts) {}

  [[nodiscard]] bool has_more() const { return is_good_ && at_ < texts_.size(); }
  [[nodiscard]] bool is_good() const { return is_good_; }
  std::string text() {
    if (at_ < texts_.size()) return texts_[at_++];
    is_good_ = false;
    return {};
  }
  std::int64_t whole() {
    const auto number = parse_whole(text());
    if (!number) is_good_ = false;
    return number.value_or(0);
  }
  Uuid uuid() {
    const auto uuid = Uuid::parse(text());
    if (!uuid) is_good_ = false;
    return uuid.value_or(Uuid{});
  }

 private:
  const std::vector<std::string>& texts_;
  std::size_t at_ = 0;
  bool is_good_ = true;
};

template <class Item, class Read>
std::expected<std::vector<Item>, std::string> decode_items(std::string_view text, Read&& read) {
  const auto texts = decode_texts(text);
  if (!texts) return std::unexpected(texts.error());
  ItemReader reader(*texts);
  std::vector<Item> out;
  while (reader.has_more()) out.push_back(read(reader));
  if (!reader.is_good()) return std::unexpected("a member is missing or is of another kind");
  return out;
}

}  // namespace

std::string encode(const std::vector<ParkedDelivery>& parked) {
  std::vector<std::string> texts;
  for (const ParkedDelivery& each : parked) {
    for (const std::int64_t number :
         {each.entry, each.customer.value, each.version, each.attempts, each.due.us})
      texts.push_back(std::to_string(number));
    texts.push_back(each.dead);
  }
  return encode(texts);
}

std::expected<std::vector<ParkedDelivery>, std::string> decode_parked(std::string_view text) {
  return decode_items<ParkedDelivery>(text, [](ItemReader& reader) {
    ParkedDelivery out;
    out.entry = reader.whole();
    out.customer = {reader.whole()};
    out.version = reader.whole();
    out.attempts = reader.whole();
    out.due = {reader.whole()};
    out.dead = reader.text();
    return out;
  });
}

std::string encode(std::span<const DeliveryAttempt> attempts) {
  std::vector<std::string> texts;
  for (const DeliveryAttempt& each : attempts) {
    for (const std::int64_t number : {each.number, each.entry, each.customer.value, each.version,
                                      each.attempt, each.time.us, each.us, each.status})
      texts.push_back(std::to_string(number));
    texts.push_back(each.request.text());
    texts.push_back(each.problem);
  }
  return encode(texts);
}

std::expected<std::vector<DeliveryAttempt>, std::string> decode_attempts(std::string_view text) {
  return decode_items<DeliveryAttempt>(text, [](ItemReader& reader) {
    DeliveryAttempt out;
    out.number = reader.whole();
    out.entry = reader.whole();
    out.customer = {reader.whole()};
    out.version = reader.whole();
    out.attempt = reader.whole();
    out.time = {reader.whole()};
    out.us = reader.whole();
    out.status = reader.whole();
    out.request = reader.uuid();
    out.problem = reader.text();
    return out;
  });
}

}  // namespace patchbay
