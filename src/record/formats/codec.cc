// Writes values, differences and texts as JSON.
#include "record/formats/codec.h"

#include "base/digest.h"
#include "base/json_writer.h"
#include "record/history/chain.h"

namespace patchbay {
namespace {

constexpr std::size_t kSeedBytes = 32;   // enough for a seed with its key
constexpr std::size_t kValueBytes = 32;  // enough for most values with their names

// Commitments of history are made over the text that is written, so its escapes must stay the same.
void put_text(std::string& out, std::string_view text) {
  append_json_text(out, text, JsonEscapes::numbers);
}

struct Writer {
  std::string& out;

  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(std::int64_t value) const { append_json_whole(out, value); }
  void operator()(const Decimal& value) const { ((out += '"') += value.text()) += '"'; }
  void operator()(const std::string& value) const { put_text(out, value); }
  void operator()(const SealedSecret& value) const {
    out += R"({"sealed":)";
    put_text(out, value.box);
    out += R"(,"tail":)";
    put_text(out, value.tail);
    out += '}';
  }
  void operator()(const List& rows) const {
    list(rows, [this](const auto& row) {
      list(row, [this](const std::string& cell) { put_text(out, cell); });
    });
  }

  template <class Items, class One>
  void list(const Items& items, One one) const {
    out += '[';
    bool first = true;
    for (const auto& item : items) {
      if (!first) out += ',';
      first = false;
      one(item);
    }
    out += ']';
  }

  void sides(const Difference& difference) const {
    ((out += "[\"") += text(difference.path)) += "\",";
    value(difference.before);
    out += ',';
    value(difference.after);
  }

  void value(const Value& held) const { std::visit(*this, held); }
  void value(const std::optional<Value>& held) const {
    if (held)
      value(*held);
    else
      out += "null";
  }
};

// Opens and closes the objects of sections and parts while paths arrive in order.
class Nesting {
 public:
  explicit Nesting(std::string& out) : out_(out) {}

  void enter(const Path& path) {
    const Section section = row(path.field).section;
    if (section != section_) {
      leave();
      comma();
      put_text(out_, word(section));
      out_ += ":{";
      open_part(path.part);
      section_ = section;
    } else if (path.part != part_) {
      out_ += "},";
      open_part(path.part);
    } else {
      comma();
    }
  }

  // Returns to the customer's own level.
  void leave() {
    if (section_ != Section::customer) out_ += "}}";
    section_ = Section::customer;
    part_ = {};
  }

 private:
  void comma() {
    if (out_.back() != '{') out_ += ',';
  }
  void open_part(const Uuid& part) {
    put_text(out_, part.text());
    out_ += ":{";
    part_ = part;
  }

  std::string& out_;
  Section section_ = Section::customer;
  Uuid part_;
};

}  // namespace

std::string encode(const Values& values) {
  std::string out;
  out.reserve(2 + values.size() * kValueBytes);
  out += '{';
  Nesting nesting(out);
  for (const auto& [path, value] : values) {
    nesting.enter(path);
    ((out += '"') += row(path.field).key) += "\":";
    Writer{out}.value(value);
  }
  nesting.leave();
  return out += '}';
}

std::string encode(const Differences& differences) {
  std::string out;
  out.reserve(2 + differences.size() * kValueBytes * 2);
  const Writer writer{out};
  writer.list(differences, [&](const Difference& difference) {
    writer.sides(difference);
    if (!difference.bond.empty()) ((out += ",\"") += base64(difference.bond)) += '"';
    out += ']';
  });
  return out;
}

std::string encode_differences(const Entry& entry) {
  if (!is_seeded(entry)) return encode(entry.differences);
  Values values;
  for (const Difference& each : entry.differences)
    if (each.after) values.set(each.path, *each.after);
  return encode_differences(entry, encode(values));
}

std::string encode_differences(const Entry& entry, std::string_view values) {
  if (!is_seeded(entry)) return encode(entry.differences);
  std::string out;
  out.reserve(values.size() + kSeedBytes);
  ((out += R"({"":")") += base64(entry.seed)) += '"';
  if (values.size() > 2) out += ',';
  return out += values.substr(1);
}

std::string encode_value(const Value& value) {
  std::string out;
  Writer{out}.value(value);
  return out;
}

std::string encode(const std::vector<std::string>& texts) {
  std::string out;
  const Writer writer{out};
  writer.list(texts, [&](const std::string& text) { put_text(out, text); });
  return out;
}

std::string encode(const std::vector<std::int64_t>& numbers) {
  std::string out;
  const Writer writer{out};
  writer.list(numbers, [&](std::int64_t number) { writer(number); });
  return out;
}

}  // namespace patchbay
