// simdjson's On-Demand reader, with numbers as their raw tokens. The code here checks what it
// leaves open: the grammar of numbers, duplicate keys, depth, the number of values, U+0000, and the
// end of the document.
#include <cstring>
#include <utility>

#include <simdjson.h>

#include "base/text.h"
#include "json/readers.h"
#include "json/stored_fields.h"

namespace patchbay::bench {
namespace {

namespace sj = simdjson;
namespace od = simdjson::ondemand;

bool digits(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(end);
  return end > 0;
}

bool skip(std::string_view& text, std::string_view any) {
  if (text.empty() || !any.contains(text.front())) return false;
  text.remove_prefix(1);
  return true;
}

bool is_number(std::string_view text) {
  skip(text, "-");
  if (!skip(text, "0") && !digits(text)) return false;
  if (skip(text, ".") && !digits(text)) return false;
  if (!skip(text, "eE")) return text.empty();
  skip(text, "+-");
  return digits(text) && text.empty();
}

std::optional<std::string_view> token_of(od::value& value) { return trim(value.raw_json_token()); }
std::optional<std::string_view> token_of(od::document& document) {
  std::string_view token;
  if (document.raw_json_token().get(token) != sj::SUCCESS) return std::nullopt;
  return trim(token);
}

// A document in the parser's own buffer, which has room after the text, as simdjson demands.
class PaddedDocument {
 public:
  explicit PaddedDocument(std::string_view text) {
    thread_local sj::padded_string buffer;
    thread_local od::parser parser;
    if (buffer.size() < text.size()) buffer = sj::padded_string(text.size());
    std::memcpy(buffer.data(), text.data(), text.size());
    text_ = {buffer.data(), text.size()};
    error_ = parser.iterate(buffer.data(), text.size(), text.size() + sj::SIMDJSON_PADDING)
                 .get(document_);
  }

  // Calls `read` with the root and returns whether all of the text was read.
  template <class Read>
  bool all(Read read) {
    if (error_ != sj::SUCCESS) return false;
    od::json_type type{};
    if (document_.type().get(type) != sj::SUCCESS) return false;
    if (type == od::json_type::object || type == od::json_type::array) {
      od::value root;
      if (document_.get_value().get(root) != sj::SUCCESS || !read(root)) return false;
      return document_.current_location().error() == sj::OUT_OF_BOUNDS;
    }
    // Text right after a single string or number is not noticed.
    if (type == od::json_type::number && token_of(document_) != trim(text_)) return false;
    if (type == od::json_type::string && !trim(text_).ends_with('"')) return false;
    return read(document_);
  }

  // The byte that the reader had come to, if it still knows it.
  std::optional<std::size_t> offset() {
    if (error_ != sj::SUCCESS) return std::nullopt;
    const char* at = nullptr;
    if (document_.current_location().get(at) != sj::SUCCESS) return std::nullopt;
    return static_cast<std::size_t>(at - text_.data());
  }

 private:
  od::document document_;
  std::string_view text_;
  sj::error_code error_ = sj::SUCCESS;
};

// Visits every value of a document. `Into` makes something of them or nothing.
template <class Into>
class Walk {
 public:
  // `from` is a value or a document.
  template <class From>
  bool value(From& from, typename Into::Out out, int depth) {
    od::json_type type{};
    if (!Into::count(nodes_) || from.type().get(type) != sj::SUCCESS) return false;
    switch (type) {
      case od::json_type::object:
        return object(from, out, depth + 1);
      case od::json_type::array:
        return array(from, out, depth + 1);
      case od::json_type::string: {
        std::string_view text;
        return from.get_string().get(text) == sj::SUCCESS && Into::text(text, out);
      }
      case od::json_type::number: {
        const auto token = token_of(from);
        return token && is_number(*token) && Into::number(*token, out);
      }
      case od::json_type::boolean: {
        bool flag = false;
        return from.get_bool().get(flag) == sj::SUCCESS && Into::flag(flag, out);
      }
      case od::json_type::null: {
        bool is_null = false;
        return from.is_null().get(is_null) == sj::SUCCESS && is_null;
      }
    }
    return false;
  }

 private:
  template <class From>
  bool object(From& from, typename Into::Out out, int depth) {
    if (!Into::may_nest(depth)) return false;
    od::object object;
    if (from.get_object().get(object) != sj::SUCCESS) return false;
    typename Into::Members members;
    for (auto each : object) {
      od::field field;
      std::string_view key;
      if (std::move(each).get(field) != sj::SUCCESS) return false;
      if (field.unescaped_key().get(key) != sj::SUCCESS) return false;
      if (!Into::may_name(key)) return false;
      od::value inner = field.value();
      if (!value(inner, Into::member(members, key), depth)) return false;
    }
    return Into::close(std::move(members), out);
  }

  template <class From>
  bool array(From& from, typename Into::Out out, int depth) {
    if (!Into::may_nest(depth)) return false;
    od::array array;
    if (from.get_array().get(array) != sj::SUCCESS) return false;
    typename Into::Items items;
    for (auto each : array) {
      od::value inner;
      if (std::move(each).get(inner) != sj::SUCCESS) return false;
      if (!value(inner, Into::item(items), depth)) return false;
    }
    return Into::close(std::move(items), out);
  }

  std::size_t nodes_ = 0;
};

struct IntoNothing {
  struct Members {};
  struct Items {};
  using Out = int;
  static bool count(std::size_t) { return true; }
  // simdjson has no bound here, and a million calls would overflow the stack.
  static bool may_nest(int depth) { return depth <= 10'000; }
  static bool may_name(std::string_view) { return true; }
  static int member(Members&, std::string_view) { return 0; }
  static int item(Items&) { return 0; }
  template <class T>
  static bool close(T&&, int) {
    return true;
  }
  static bool text(std::string_view, int) { return true; }
  static bool number(std::string_view, int) { return true; }
  static bool flag(bool, int) { return true; }
};

struct IntoTree {
  using Members = wire::Object;
  using Items = wire::Array;
  using Out = wire::Tree*;
  static bool count(std::size_t& nodes) { return ++nodes <= kBounds.nodes_max; }
  static bool may_nest(int depth) { return depth <= kBounds.depth_max; }
  static bool may_name(std::string_view key) { return !key.contains('\0'); }
  static Out member(Members& members, std::string_view key) {
    return &members.emplace_back(std::string(key), wire::Tree()).second;
  }
  static Out item(Items& items) { return &items.emplace_back(); }
  static bool close(Members&& members, Out out) {
    if (wire::repeated_key(members) != nullptr) return false;
    *out = wire::Tree(std::move(members));
    return true;
  }
  static bool close(Items&& items, Out out) {
    *out = wire::Tree(std::move(items));
    return true;
  }
  static bool text(std::string_view text, Out out) {
    *out = wire::Tree(std::string(text));
    return !text.contains('\0');
  }
  static bool number(std::string_view token, Out out) {
    *out = wire::Tree(wire::Number{std::string(token)});
    return true;
  }
  static bool flag(bool flag, Out out) {
    *out = wire::Tree(flag);
    return true;
  }
};

Verdict judge(std::string_view text) {
  PaddedDocument document(text);
  if (document.all([](auto& root) { return Walk<IntoNothing>().value(root, 0, 0); }))
    return {.accepted = true, .offset = {}};
  return {.accepted = false, .offset = document.offset()};
}

std::optional<wire::Tree> tree(std::string_view text) {
  wire::Tree out;
  PaddedDocument document(text);
  if (!document.all([&](auto& root) { return Walk<IntoTree>().value(root, &out, 0); }))
    return std::nullopt;
  return out;
}

// Reads the text of a record.
class ValuesReader {
 public:
  bool document(od::value& root, Values& out) {
    const bool read = members(root, [&](std::string_view key, od::value& value) {
      if (key == word(Section::address)) return parts(Section::address, value, out);
      if (key == word(Section::contact)) return parts(Section::contact, value, out);
      return field(Section::customer, {}, key, value, out);
    });
    return read && count_ == out.size();
  }

 private:
  bool parts(Section section, od::value& value, Values& out) {
    return members(value, [&](std::string_view key, od::value& part) {
      const auto id = Uuid::parse(key);
      return id && members(part, [&](std::string_view name, od::value& held) {
               return field(section, *id, name, held, out);
             });
    });
  }

  bool field(Section section, const Uuid& part, std::string_view key, od::value& value,
             Values& out) {
    const auto known = finder_.find(section, key);
    Value read;
    if (!known || !read_as(*known, value, read)) return false;
    out.set({*known, part}, std::move(read));
    ++count_;
    return true;
  }

  static bool read_as(Field field, od::value& value, Value& out) {
    switch (stored_as(field)) {
      case Stored::whole: {
        const auto token = token_of(value);
        const auto whole = token && is_number(*token) ? parse_whole(*token) : std::nullopt;
        if (whole) out = *whole;
        return whole.has_value();
      }
      case Stored::decimal: {
        std::string_view text;
        if (value.get_string().get(text) != sj::SUCCESS) return false;
        const auto decimal = Decimal::parse(text);
        if (decimal) out = *decimal;
        return decimal.has_value();
      }
      case Stored::flag:
        return value.get_bool().get(out.emplace<bool>()) == sj::SUCCESS;
      case Stored::list:
        return items(value, [&list = out.emplace<List>()](od::value& row) {
          return items(row, [&cells = list.emplace_back()](od::value& cell) {
            return copy(cell, cells.emplace_back());
          });
        });
      case Stored::text:
        break;
    }
    if (row(field).secret()) {
      od::json_type type{};
      if (value.type().get(type) != sj::SUCCESS) return false;
      if (type == od::json_type::object) return sealed(value, out.emplace<SealedSecret>());
    }
    return copy(value, out.emplace<std::string>());
  }

  static bool sealed(od::value& value, SealedSecret& out) {
    return members(value, [&](std::string_view key, od::value& held) {
      if (key == "sealed") return copy(held, out.box);
      return key == "tail" && copy(held, out.tail);
    });
  }

  static bool copy(od::value& value, std::string& out) {
    std::string_view text;
    if (value.get_string().get(text) != sj::SUCCESS) return false;
    out = text;
    return true;
  }

  template <class One>
  static bool members(od::value& value, One one) {
    od::object object;
    if (value.get_object().get(object) != sj::SUCCESS) return false;
    for (auto each : object) {
      od::field field;
      std::string_view key;
      if (std::move(each).get(field) != sj::SUCCESS) return false;
      if (field.unescaped_key().get(key) != sj::SUCCESS) return false;
      od::value inner = field.value();
      if (!one(key, inner)) return false;
    }
    return true;
  }

  template <class One>
  static bool items(od::value& value, One one) {
    od::array array;
    if (value.get_array().get(array) != sj::SUCCESS) return false;
    for (auto each : array) {
      od::value inner;
      if (std::move(each).get(inner) != sj::SUCCESS || !one(inner)) return false;
    }
    return true;
  }

  FieldFinder finder_;
  std::size_t count_ = 0;
};

std::optional<Values> values(std::string_view text) {
  Values out;
  PaddedDocument document(text);
  const bool read = document.all([&](auto& root) {
    if constexpr (std::is_same_v<std::remove_reference_t<decltype(root)>, od::value>)
      return ValuesReader().document(root, out);
    else
      return false;
  });
  if (!read) return std::nullopt;
  return out;
}

}  // namespace

JsonReader simdjson_reader() { return {"simdjson", judge, tree, values}; }

}  // namespace patchbay::bench
