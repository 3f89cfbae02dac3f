// Finds texts that hold one of many values: replies and requests that mention a person.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "record/history/entry.h"

namespace patchbay::core {

// A value is also found as JSON, XML and forms write it, but only as whole words: "Anna" is not in
// "Annabel". A spelling takes a few dozen bytes however long it is, because only its hash is kept.
// Looking through a text takes time in proportion to the text and to the number of different
// lengths of values, however many values there are. Threads: any, once nothing is added.
class Mentions {
 public:
  // Shorter values stand in too many texts, and say nothing about a person by themselves.
  static constexpr std::size_t kBytesMin = 6;

  // Adds the personal values of an entry that say who somebody is: texts, and the cells of lists,
  // without words of choices, places, banks and kinds of card, which many people share.
  void add(const Entry& entry);
  void add_text(std::string_view text);

  [[nodiscard]] bool in(std::string_view text) const;

 private:
  using Hashes = std::unordered_set<std::uint64_t>;

  void add(Field field, const Value& value);
  void add_extensions(const List& rows);
  void add_form(std::string_view text);

  // Hashes of spellings, by how these begin and by how long they are.
  std::unordered_map<std::uint32_t, std::map<std::size_t, Hashes>> by_beginning_;
};

}  // namespace patchbay::core
